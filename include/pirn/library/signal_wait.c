/* Waiting for signals. */
#include <pirn.h>

#ifdef __PIRN__

enum { PIRN__SIGNAL_IS_IN = 1 }; /* POLLIN */

PIRN__ASYNC int pirn_signal_next(pirn_signal *signals)
{
    int rc;
    if (pirn_is_cancelled())
        return PIRN_AWAIT pirn_yield_now();
    while ((rc = pirn_signal_try_next(signals)) == -EAGAIN) {
        rc = PIRN_AWAIT pirn_poll(pirn_signal_fd(signals), PIRN__SIGNAL_IS_IN);
        if (rc < 0)
            return rc;
    }
    return rc;
}

PIRN__STATIC_ASYNC void pirn__signal_cancel(pirn_signal *signals,
                                            struct pirn_scope *s)
{
    int number = PIRN_AWAIT pirn_signal_next(signals);
    if (number > 0)
        pirn_scope_cancel_because(s, "a signal");
    pirn_signal_close(signals);
}

PIRN__ASYNC int pirn_until_signal(uint64_t set, PIRN_ASYNC int (*f)(void *arg),
                                  void *arg)
{
    pirn_signal *signals = pirn_signal_open(set);
    int rc;
    if (!signals)
        return -errno;
    PIRN_SCOPE (s) {
        PIRN_TASK(void) watcher = PIRN_TRY_SPAWN pirn__signal_cancel(
            signals, pirn_scope_ref(s));
        if (pirn_spawned(watcher)) {
            rc = PIRN_AWAIT f(arg);
            pirn_cancel(watcher);
            PIRN_AWAIT watcher;
        } else {
            pirn_signal_close(signals);
            rc = -ENOMEM;
        }
    }
    return rc;
}

#endif
