// In a cancelled scope each function that is written in Pirn is refused, also
// where it would not have had to wait, and then it has done nothing.
// asan
// workers: any
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <pirn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define REFUSED(call)                                                          \
    do {                                                                       \
        long rc = (long)(call);                                                \
        if (rc != -ECANCELED)                                                  \
            printf("%s: %ld\n", #call, rc);                                    \
    } while (0)

static async void files(int fd)
{
    char byte = 0;
    struct stat what;
    REFUSED(await pirn_open("new", O_CREAT | O_WRONLY, 0600));
    REFUSED(await pirn_openat(AT_FDCWD, "new", O_CREAT | O_WRONLY, 0600));
    REFUSED(await pirn_pread(fd, &byte, 1, 0));
    REFUSED(await pirn_pwrite(fd, "x", 1, 0));
    REFUSED(await pirn_fsync(fd));
    REFUSED(await pirn_fdatasync(fd));
    REFUSED(await pirn_ftruncate(fd, 0));
    REFUSED(await pirn_fallocate(fd, 0, 0, 100));
    REFUSED(await pirn_stat("old", &what));
    REFUSED(await pirn_lstat("old", &what));
    REFUSED(await pirn_fstatat(AT_FDCWD, "old", &what, 0));
    REFUSED(await pirn_rename("old", "new"));
    REFUSED(await pirn_unlink("old"));
    REFUSED(await pirn_mkdir("new", 0700));
    REFUSED(await pirn_rmdir("new"));
    printf("%d %d %d\n", byte, access("new", F_OK), access("old", F_OK));
}

static async void sockets(int port)
{
    struct addrinfo *found = NULL;
    REFUSED(await pirn_resolve("127.0.0.1", "80", NULL, &found));
    REFUSED(await pirn_resolve("localhost", "80", NULL, &found));
    REFUSED(await pirn_tcp_connect("127.0.0.1", port));
    REFUSED(await pirn_tcp_connect("localhost", port));
    REFUSED(await pirn_unix_connect("socket"));
    printf("%d\n", found == NULL);
}

static async void nobody(int fd, void *arg)
{
    (void)fd, (void)arg;
}

static async void outside(int listener, pirn_signal *signals,
                          struct pirn_process *ended)
{
    static const char *const argv[] = {"touch", "new", NULL};
    int status = -1;
    REFUSED(await pirn_signal_next(signals));
    printf("%d\n", pirn_signal_try_next(signals) == SIGUSR1);
    REFUSED(await pirn_process_wait(ended));
    REFUSED(await pirn_process_run(argv, NULL, &status));
    printf("%d %d\n", status, access("new", F_OK));
    REFUSED(await pirn_serve(listener, nobody, NULL));
}

static async void bytes(int in, int out)
{
    char byte = 0, pipe_room[4] = "", room[4];
    struct pirn_descriptor from = pirn_descriptor(in),
                           to = pirn_descriptor(out);
    struct pirn_pipe pipe = pirn_pipe(pipe_room, sizeof pipe_room);
    struct pirn_reader r;
    uint64_t copied = 0;
    char *line;
    REFUSED(await pirn_read_all(in, &byte, 1, NULL));
    REFUSED(await pirn_stream_read(&from.stream, &byte, 1));
    REFUSED(await pirn_stream_write(&to.stream, "x", 1));
    REFUSED(await pirn_stream_write_all(&to.stream, "x", 1, NULL));
    REFUSED(await pirn_stream_write(&pipe.stream, "x", 1));
    REFUSED(await pirn_stream_read(&pipe.stream, &byte, 1));
    pirn_reader_init(&r, &from.stream, room, sizeof room);
    REFUSED(await pirn_read_line(&r, &line));
    REFUSED(await pirn_read_until(&r, "\n", &line));
    REFUSED(await pirn_read_exactly(&r, &byte, 1, NULL));
    REFUSED(await pirn_peek(&r, &line, 1));
    REFUSED(await pirn_copy(&r, &to.stream, &copied));
    printf("%d %d\n", byte, (int)copied);
}

async int main(void)
{
    static const char *const argv[] = {"true", NULL};
    char directory[] = "/tmp/refused.XXXXXX";
    int ends[2], fd, listener;
    struct pirn_process ended;
    siginfo_t info;
    if (!mkdtemp(directory) || chdir(directory) < 0 || pipe(ends) < 0)
        return 1;
    fd = await pirn_open("old", O_CREAT | O_RDWR, 0600);
    listener = pirn_tcp_listen("127.0.0.1", 0);
    pirn_signal *signals = pirn_signal_open(PIRN_SIGNAL(SIGUSR1));
    if (!signals || pirn_process_start(&ended, argv, NULL) < 0)
        return 1;
    (waitid)(P_PID, (id_t)ended.pid, &info, WEXITED | WNOWAIT);
    if (await pirn_pwrite(fd, "old", 3, 0) != 3 ||
        await pirn_write(ends[1], "a\n", 2) != 2)
        return 1;
    kill(getpid(), SIGUSR1);
    scope (s) {
        pirn_scope_cancel(s);
        await files(fd);                          // expect: 0 -1 0
        await sockets(pirn_tcp_port(listener));   // expect: 1
        await outside(listener, signals, &ended); // expect: 1
                                                  // expect: -1 -1
        await bytes(ends[0], ends[1]);            // expect: 0 0
    }
    printf("%d\n", await pirn_process_wait(&ended)); // expect: 0
    pirn_signal_close(signals);
    await pirn_close(listener);
    await pirn_close(fd);
    await pirn_close(ends[0]);
    await pirn_close(ends[1]);
    unlink("old");
    return rmdir(directory) < 0;
}
