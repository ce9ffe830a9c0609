// Signals wait until somebody asks for them, each subscription gets its own, and
// the last one that is closed puts back what was before.
// asan
// threads: any order, tsan
#include <errno.h>
#include <signal.h>
#include <stdio.h>

#include <pirn.h>

static volatile sig_atomic_t before;

static void count(int number)
{
    (void)number;
    before++;
}

static async int take(pirn_signal *signals)
{
    return await pirn_signal_next(signals);
}

async int main(void)
{
    signal(SIGUSR1, count);
    pirn_signal *a = pirn_signal_open(PIRN_SIGNAL(SIGUSR1));
    pirn_signal *b =
        pirn_signal_open(PIRN_SIGNAL(SIGUSR1) | PIRN_SIGNAL(SIGUSR2));
    raise(SIGUSR2);
    for (int i = 0; i < 3; i++)
        raise(SIGUSR1);
    for (int i = 0; i < 3; i++)
        if (await pirn_signal_next(a) != SIGUSR1)
            return 1;
    printf("%d\n", pirn_signal_try_next(a) == -EAGAIN); // expect: 1
    int ones = 0, twos = 0;
    for (int i = 0; i < 4; i++) {
        int number = await pirn_signal_next(b);
        ones += number == SIGUSR1;
        twos += number == SIGUSR2;
    }
    printf("%d %d\n", ones, twos); // expect: 3 1
    pirn_signal_close(b);
    scope (s) { /* of two that wait, each takes one */
        task(int) first = spawn take(a), second = spawn take(a);
        await pirn_yield_now();
        raise(SIGUSR1);
        raise(SIGUSR1);
        printf("%d\n", await first == SIGUSR1);  // expect: 1
        printf("%d\n", await second == SIGUSR1); // expect: 1
    }
    int rc = 0;
    scope (s, .timeout = PIRN_MS) /* cancelled, it takes none */
        rc = await pirn_signal_next(a);
    printf("%d\n", rc == -ECANCELED); // expect: 1
    raise(SIGUSR1);
    switch (await pirn_select(PIRN_READABLE(pirn_signal_fd(a), &rc),
                              PIRN_AFTER(PIRN_S))) {
    case 0:
        printf("%d\n", pirn_signal_try_next(a) == SIGUSR1); // expect: 1
    }
    printf("%d\n", (int)before); // expect: 0
    pirn_signal_close(a);
    raise(SIGUSR1);
    printf("%d\n", (int)before); // expect: 1
    printf("%d\n", pirn_signal_open(PIRN_SIGNAL(SIGKILL)) == NULL &&
                       errno == EINVAL); // expect: 1
    return 0;
}
