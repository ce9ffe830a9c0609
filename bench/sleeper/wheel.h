/* A flat timing wheel (Varghese and Lauck, scheme 5 without rounds: no timer
 * is further away than the wheel is long): slots of 1 ms, intrusive lists.
 * Whoever has a timer embeds the node and is called back. */
#ifndef BENCH_WHEEL_H
#define BENCH_WHEEL_H

#include "../bench.h"
#include <errno.h>

struct wheel_timer {
    struct wheel_timer *next;
    void (*expired)(struct wheel_timer *);
};

enum { WHEEL_SLOTS = 8192 }; /* of a millisecond */

static struct wheel_timer *wheel_slots[WHEEL_SLOTS];
static long wheel_now_ms; /* slots before this one are empty */
static long wheel_timers;

/* A random time of the second that begins 10 ms after the pause. */
static inline long long time_to_wake(long long pause_ends)
{
    static unsigned long seed = 1;
    return pause_ends + 10000000 +
           (long long)(bench_random(&seed) % 1000000000);
}

static inline void wheel_add(struct wheel_timer *t, long long time_ns)
{
    /* Rounded up: never too early. */
    long ms = (long)((time_ns + 999999) / 1000000);
    t->next = wheel_slots[ms % WHEEL_SLOTS];
    wheel_slots[ms % WHEEL_SLOTS] = t;
    wheel_timers++;
}

/* Waits for the next slot that is not empty and calls what is in it. Each
 * timer is prefetched while the one before it is called. */
static inline void wheel_turn(void)
{
    struct wheel_timer *t, *next;
    while (!wheel_slots[wheel_now_ms % WHEEL_SLOTS])
        wheel_now_ms++;
    struct timespec until = {wheel_now_ms / 1000,
                             wheel_now_ms % 1000 * 1000000};
    if (bench_wall_ns() < wheel_now_ms * 1000000)
        while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) ==
               EINTR)
            ;
    t = wheel_slots[wheel_now_ms % WHEEL_SLOTS];
    wheel_slots[wheel_now_ms % WHEEL_SLOTS] = NULL;
    for (; t; t = next) {
        next = t->next;
        __builtin_prefetch(next);
        wheel_timers--;
        t->expired(t);
    }
}

#endif
