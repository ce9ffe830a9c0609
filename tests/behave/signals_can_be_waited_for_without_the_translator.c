// A subscription does the same in the elision.
// elided: same
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include <pirn.h>

async int main(void)
{
    pirn_signal *s = pirn_signal_open(PIRN_SIGNAL(SIGTERM) |
                                      PIRN_SIGNAL(SIGUSR1));
    if (!s)
        return 1;
    raise(SIGTERM);
    printf("%d\n", await pirn_signal_next(s) == SIGTERM);   // expect: 1
    printf("%d\n", pirn_signal_try_next(s) == -EAGAIN);     // expect: 1
    raise(SIGUSR1);
    printf("%d\n", pirn_signal_try_next(s) == SIGUSR1);     // expect: 1
    pirn_signal_close(s);
    printf("%d\n", pirn_signal_open(PIRN_SIGNAL(SIGKILL)) == NULL); // expect: 1
    return 0;
}
