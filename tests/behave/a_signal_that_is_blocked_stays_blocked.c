/* What a task blocks is blocked while it waits for a descriptor, too, however
 * often it has waited before: so a signalfd gets it. One that is ignored by
 * default would be lost if it came while it is not blocked. */
// threads: any order, tsan
// expect: before: 1
// expect: a signal: SIGWINCH
// expect: and again: SIGWINCH
#include <pirn.h>
#include <signal.h>
#include <stdio.h>
#include <sys/signalfd.h>
#include <unistd.h>

static async void write_soon(int fd)
{
    await pirn_sleep(PIRN_MS);
    await pirn_write(fd, "x", 1);
}

/* While the one who reads waits, or is about to. */
static async void raise_soon(void)
{
    await pirn_sleep(10 * PIRN_MS);
    kill(getpid(), SIGWINCH);
}

static async const char *next_signal(int fd)
{
    struct signalfd_siginfo info = {0};
    scope (s, .timeout = 30 * PIRN_S) {
        spawn raise_soon();
        if (await pirn_read(fd, &info, sizeof info) != sizeof info)
            return "none";
    }
    return info.ssi_signo == SIGWINCH ? "SIGWINCH" : "another";
}

async int main(void)
{
    int ends[2];
    char c;
    sigset_t set;
    if (pipe(ends))
        return 1;
    scope (s) {
        spawn write_soon(ends[1]);
        printf("before: %zd\n", await pirn_read(ends[0], &c, 1));
    }
    sigemptyset(&set);
    sigaddset(&set, SIGWINCH);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_CLOEXEC);
    printf("a signal: %s\n", await next_signal(fd));
    printf("and again: %s\n", await next_signal(fd));
    await pirn_close(fd);
    await pirn_close(ends[0]);
    await pirn_close(ends[1]);
    return 0;
}
