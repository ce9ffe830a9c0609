/* Signals, as something that tasks wait for.
 *
 * A subscription counts the signals of a set from pirn_signal_open until
 * pirn_signal_close: so none that comes between two waits is lost. (What the
 * kernel makes one of, since the same signal came twice before any thread could
 * take it, is one.) As long as there is a subscription, its signals do not do
 * what they did before; the last one that is closed puts that back. Any number
 * of subscriptions may have the same signal, and each gets it. */
#ifndef PIRN_SIGNAL_H
#define PIRN_SIGNAL_H

#include <pirn/clause.h>
#include <pirn/keywords.h>
#include <pirn/posix_types.h>
#include <stdint.h>

typedef struct pirn_signal pirn_signal;

/* The set of one signal, of <signal.h>; sets are joined by |. */
#define PIRN_SIGNAL(number) ((uint64_t)1 << ((number)-1))

/* Subscribes to the signals of a set. A signal that all threads block comes
 * when one of them ceases to.
 * Suspends: never.
 * Returns:  the subscription, to be closed; NULL, with errno set: EINVAL if one
 *           of them cannot be caught.
 * Threads:  any. */
PIRN__FUNCTION pirn_signal *pirn_signal_open(uint64_t set);

/* Returns the number of a signal that has come, the lowest first, and counts it
 * as taken; -EAGAIN if there is none.
 * Suspends: never.
 * Threads:  any. */
PIRN__FUNCTION int pirn_signal_try_next(pirn_signal *signals);

/* Returns a descriptor that is readable while there is a signal to be taken, for
 * other loops. It is not to be read, nor closed.
 * Suspends: never.
 * Threads:  any. */
PIRN__FUNCTION int pirn_signal_fd(const pirn_signal *signals);

/* Ends the subscription, in which nobody waits. Does nothing if that is NULL.
 * Suspends: never.
 * Owns:     frees it.
 * Threads:  any. */
PIRN__FUNCTION void pirn_signal_close(pirn_signal *signals);

#ifdef __PIRN__

/* Waits for a signal, and takes it. Of several tasks that wait, each takes
 * another.
 * Suspends: until there is one.
 * Returns:  its number; -errno; -ECANCELED, and none was taken. */
PIRN__ASYNC int pirn_signal_next(pirn_signal *signals);

/* Runs f(arg) in a scope of its own, which the first signal of the set cancels:
 *
 *     return await pirn_until_signal(PIRN_SIGNAL(SIGTERM), serve, &server);
 *
 * From then on the signal does what it did before: so a second one ends a
 * program that takes too long to stop.
 * Suspends: until f has returned.
 * Returns:  what f does; -errno, if there can be no subscription, and f is not
 *           run. */
PIRN__ASYNC int pirn_until_signal(uint64_t set, PIRN_ASYNC int (*f)(void *arg),
                                  void *arg);

#elif !defined(PIRN__RUNTIME)

#include <pirn/signal_elided.h>

#endif

/* PIRN_SIGNAL_NEXT(signals, rc), a clause of a select: a signal has come, and
 * is taken; *rc, which may be left out, is its number. */
#define PIRN_SIGNAL_NEXT(...)                                                  \
    PIRN__CLAUSE_GIVEN(, "PIRN_SIGNAL_NEXT takes a subscription",              \
                       PIRN__SIGNAL_NEXT(__VA_ARGS__, (int *)0, 0),            \
                       __VA_ARGS__)
#define PIRN__SIGNAL_NEXT(signals, rc, ...) pirn__clause_signal((signals), (rc))

#ifndef PIRN__RUNTIME
PIRN__CLAUSE pirn__clause_signal(pirn_signal *signals, int *rc)
{
    struct pirn_clause clause = {.fd = pirn_signal_fd(signals),
                                 .item = signals,
                                 .rc = rc,
                                 .kind = PIRN__CLAUSE_SIGNAL};
    return clause;
}
#endif
#endif
