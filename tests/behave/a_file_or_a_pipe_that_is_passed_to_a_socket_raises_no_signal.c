// What pirn_sendfile and pirn_splice pass to a socket whose peer is gone gives
// -EPIPE and raises no SIGPIPE, as pirn_write does; a pipe that nobody reads
// does raise it. A signal that was pending before stays so.
// elided: same
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pirn.h>

static volatile sig_atomic_t raised;

static void count(int number)
{
    (void)number;
    raised++;
}

/* A socket whose peer is gone. */
static int alone(void)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        abort();
    close(pair[1]);
    return pair[0];
}

static int file_of_text(void)
{
    char name[] = "/tmp/pirn-alone-XXXXXX";
    int file = mkstemp(name);
    if (unlink(name) || write(file, "text", 4) != 4 || lseek(file, 0, SEEK_SET))
        abort();
    return file;
}

static bool is_pending(void)
{
    sigset_t set;
    sigpending(&set);
    return sigismember(&set, SIGPIPE);
}

static async void to_socket(void)
{
    int fd = alone(), file = file_of_text(), ends[2];
    if (pipe(ends) || write(ends[1], "text", 4) != 4)
        abort();
    ssize_t sent = await pirn_sendfile(fd, file, NULL, 4);
    ssize_t spliced = await pirn_splice(ends[0], NULL, fd, NULL, 4, 0);
    printf("%d %d, signals: %d\n", sent == -EPIPE, spliced == -EPIPE,
           (int)raised);
    int all[] = {fd, file, ends[0], ends[1]};
    for (int i = 0; i < 4; i++)
        await pirn_close(all[i]);
}

static async void to_pipe(void)
{
    int ends[2], file = file_of_text();
    if (pipe(ends))
        abort();
    close(ends[0]);
    ssize_t spliced = await pirn_splice(file, NULL, ends[1], NULL, 4, 0);
    printf("%d, signals: %d\n", spliced == -EPIPE, (int)raised);
    await pirn_close(file);
    await pirn_close(ends[1]);
}

async int main(void)
{
    sigset_t set;
    signal(SIGPIPE, count);
    await to_socket();
    // expect: 1 1, signals: 0
    await to_pipe();
    // expect: 1, signals: 1

    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    sigprocmask(SIG_BLOCK, &set, NULL);
    await to_socket();
    // expect: 1 1, signals: 1
    printf("pending: %d\n", is_pending());
    // expect: pending: 0
    raise(SIGPIPE);
    await to_socket();
    // expect: 1 1, signals: 1
    printf("pending: %d\n", is_pending());
    // expect: pending: 1
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    printf("signals: %d\n", (int)raised);
    // expect: signals: 2
    return 0;
}
