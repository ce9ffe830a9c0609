/* Time: nanoseconds on the monotonic clock. */
#ifndef PIRN_TIME_H
#define PIRN_TIME_H

#include <stdint.h>

#define PIRN_US ((int64_t)1000)
#define PIRN_MS (1000 * PIRN_US)
#define PIRN_S (1000 * PIRN_MS)
#define PIRN_NEVER INT64_MAX /* a time that never comes */

/* What tells a runtime the time. A program may bring its own, for instance
 * to test what takes hours in no time. */
struct pirn_clock {
    /* The time; it never goes back. */
    int64_t (*now)(struct pirn_clock *clock);
    /* Nothing can go on before the time `until` (PIRN_NEVER: before something
     * comes from outside). Returns for how many nanoseconds of real time to
     * wait for that at most. A virtual clock may move itself to `until` and
     * return 0. */
    int64_t (*idle)(struct pirn_clock *clock, int64_t until);
};

/* The time on the clock of this thread's runtime, else on CLOCK_MONOTONIC.
 * Suspends: never.
 * Threads:  any. */
PIRN__FUNCTION int64_t pirn_now(void);

/* Lets clock tell the time to the runtimes that begin on this thread from now
 * on; NULL: CLOCK_MONOTONIC again, which with PIRN_CLOCK=virtual in the
 * environment never waits, but jumps to the next time that matters.
 * Suspends: never.
 * Owns:     keeps clock, until another takes its place and the runtimes that
 *           began with it have ended. */
PIRN__FUNCTION void pirn_clock_use(struct pirn_clock *clock);

/* A negative time is over, wherever one is given: pirn_sleep gives way,
 * PIRN_AFTER is ready, a scope with such a .timeout or .deadline begins
 * cancelled. What waits for ever is PIRN_NEVER, not -1. */

/* Waits for ns nanoseconds, and never less; not at all if ns <= 0, but even
 * then others have their turn.
 * Suspends: always.
 * Returns:  0; -ECANCELED. */
PIRN__ASYNC int pirn_sleep(int64_t ns);

/* Waits until pirn_now() >= time. PIRN_NEVER waits for a cancellation.
 * Suspends: always.
 * Returns:  0; -ECANCELED. */
PIRN__ASYNC int pirn_sleep_until(int64_t time);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)

#include <pirn/system_elided.h>

PIRN__ELIDED int64_t pirn_now(void)
{
    struct pirn__timespec t = {0, 0};
    (void)syscall(SYS_clock_gettime, 1L /* CLOCK_MONOTONIC */, &t);
    return t.seconds * PIRN_S + t.nanoseconds;
}

PIRN__ELIDED void pirn_clock_use(struct pirn_clock *clock)
{
    (void)clock;
}

PIRN__ELIDED int pirn_sleep_until(int64_t time)
{
    int64_t left;
    while ((left = time - pirn_now()) > 0) {
        struct pirn__timespec t;
        t.seconds = left / PIRN_S;
        t.nanoseconds = left % PIRN_S;
        (void)syscall(SYS_nanosleep, &t, NULL);
    }
    return 0;
}

PIRN__ELIDED int pirn_sleep(int64_t ns)
{
    int64_t now = pirn_now();
    return pirn_sleep_until(ns > PIRN_NEVER - now ? PIRN_NEVER : now + ns);
}

#endif
#endif
