/* Time: the clocks that tell it, the timers that it makes expire, and sleep.
 *
 * A timer lies in a task or a scope. While it is set it is in one wheel, that
 * of the worker where the task, or the owner of the scope, is at home. Before
 * that goes to another worker the timer is unset, and set again there. */
#ifndef PIRN_RUNTIME_TIMER_H
#define PIRN_RUNTIME_TIMER_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

/* clock.c ------------------------------------------------------------------ */

/* The clock for runtimes that begin on this thread. */
struct pirn_clock *pirn__clock_default(void);
/* The time of the real clock, whichever a runtime goes by. From signal
 * handlers, too. */
int64_t pirn__real_now(void);
/* Cheaper, and some milliseconds behind. */
int64_t pirn__coarse_now(void);
int64_t pirn__clock_now(struct pirn_clock *clock);
bool pirn__clock_is_real(const struct pirn_clock *clock);

/* A little later than now; not later than the last time that there is. */
static inline int64_t pirn__time_soon(int64_t now, int64_t ns)
{
    return ns < PIRN_NEVER - 1 - now ? now + ns : PIRN_NEVER - 1;
}

/* timer.c: the timing wheel ------------------------------------------------ */

enum {
    /* By a real clock a tick is 4 microseconds: then the timers of a slot of
     * level 1, which are spread at once, fit the cache, even at a million a
     * second. Any other clock may jump to the very time of a timer, and what
     * expires at different times must be told apart: its tick is 1 ns. */
    PIRN__REAL_TICK_BITS = 12,
    PIRN__SLOT_BITS = 10,
    PIRN__SLOTS = 1 << PIRN__SLOT_BITS,
    PIRN__LEVELS = (63 + PIRN__SLOT_BITS - 1) / PIRN__SLOT_BITS,
    /* A slot of level 1 has a list for each of so many parts of its time. */
    PIRN__PART_BITS = 2,
    PIRN__PARTS = 1 << PIRN__PART_BITS,
    PIRN__LISTS = PIRN__SLOTS * PIRN__PARTS,
};

struct pirn__wheel {
    unsigned tick_bits; /* a tick is 1 << tick_bits nanoseconds */
    uint64_t tick;      /* everything before it has expired */
    size_t count;       /* timers that are set */
    /* Which of the first timers of a sorted slot, all of the same time, expires
     * next; NULL: the first. A test chooses. */
    struct pirn__list *(*choose)(struct pirn__loop *loop,
                                 struct pirn__list *first);
    struct pirn__level {
        uint64_t summary;                /* which words of used are not 0 */
        uint64_t used[PIRN__LISTS / 64]; /* which lists are not empty */
        struct pirn__list *last[PIRN__LISTS]; /* of the circular lists */
    } levels[PIRN__LEVELS];
};

/* What a timer belongs to; kept below its time in `expires`. */
enum pirn__timer_kind { PIRN__TIMER_TASK, PIRN__TIMER_SCOPE };

static inline int64_t pirn__timer_time(const struct pirn__timer *timer)
{
    return (int64_t)(timer->expires >> 1);
}

void pirn__timer_set(struct pirn__wheel *wheel, struct pirn__timer *timer,
                     int64_t when, enum pirn__timer_kind kind);
void pirn__timer_unset(struct pirn__wheel *wheel, struct pirn__timer *timer);
/* Hands every timer that is due at now to expired(), in the order of their
 * times, and among equals in that of their being set. */
typedef void pirn__timer_expired(struct pirn__loop *loop,
                                 struct pirn__timer *timer,
                                 enum pirn__timer_kind kind);
void pirn__wheel_advance(struct pirn__wheel *wheel, int64_t now,
                         pirn__timer_expired *expired, struct pirn__loop *loop);
/* A time before which none expires, and at which it pays to advance;
 * PIRN_NEVER if none is set. */
int64_t pirn__wheel_next(const struct pirn__wheel *wheel);
/* The time at which the first one expires; PIRN_NEVER if none is set. It looks
 * at every timer of a list, which the wheel spreads if it goes there next: so
 * this is for a clock that is about to jump. */
int64_t pirn__wheel_first(const struct pirn__wheel *wheel);

#pragma GCC visibility pop

#endif
