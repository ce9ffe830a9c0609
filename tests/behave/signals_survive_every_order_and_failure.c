// Signals, in many orders, cancelled everywhere, and with everything that can fail
// failing, are each taken once.
// asan
// threads: no, a test chooses the order of tasks
#include <signal.h>

#include "parts/scenarios.h"

static int first_error(int a, int b)
{
    return a < 0 ? a : b;
}

/* Here and now: other workers than the first block all signals. */
static void send(void)
{
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, SIGUSR1);
    pthread_sigmask(SIG_UNBLOCK, &set, &old);
    raise(SIGUSR1);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static async int take(pirn_signal *signals, int *taken)
{
    alive++;
    int rc = await pirn_signal_next(signals);
    alive--;
    if (rc == SIGUSR1)
        ++*taken;
    return rc < 0 ? rc : 0;
}

static async int raise_some(int count)
{
    alive++;
    int rc = 0;
    for (int i = 0; i < count; i++) {
        send();
        rc = first_error(rc, await pirn_yield_now());
    }
    alive--;
    return rc;
}

/* What nobody has taken is still there. */
static async int several(void)
{
    pirn_signal *signals = pirn_signal_open(PIRN_SIGNAL(SIGUSR1));
    int taken = 0, left = 0, rc = 0;
    if (!signals)
        return -errno;
    scope (s) {
        task(int) a = spawn take(signals, &taken);
        task(int) b = spawn take(signals, &taken);
        task(int) c = spawn raise_some(2);
        rc = first_error(await a, first_error(await b, await c));
    }
    while (pirn_signal_try_next(signals) == SIGUSR1)
        left++;
    MUST(taken + left == 2);
    MUST(rc < 0 || left == 0);
    pirn_signal_close(signals);
    return rc;
}

static async int wait_for(void *arg)
{
    alive++;
    send();
    int rc = await pirn_sleep(*(int64_t *)arg);
    alive--;
    MUST(rc < 0);
    return rc;
}

static async int until(void)
{
    int64_t hours = 10000 * PIRN_S;
    int rc = await pirn_until_signal(PIRN_SIGNAL(SIGUSR1), wait_for, &hours);
    return rc == -ECANCELED ? 0 : rc;
}

static const struct scenario scenarios[] = {
    {"several", several, 0}, // expect: several: ok
    {"until", until, 0},     // expect: until: ok
};

int main(void)
{
    signal(SIGUSR1, SIG_IGN);
    CHECK_ALL(scenarios);
    return 0;
}
