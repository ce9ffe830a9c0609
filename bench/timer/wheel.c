/* The same hierarchical timing wheel (Varghese and Lauck, scheme 7; 1,024
 * slots a level, ticks of 4 us) alone: no runtime, and whoever has a timer
 * embeds it and is called back. Starting one reads the clock, as a timeout
 * counts from now. */
#include <stdint.h>

#include "../bench.h"

enum { TICK_BITS = 12, SLOT_BITS = 10, SLOTS = 1 << SLOT_BITS, LEVELS = 6 };

struct timer {
    struct timer *prev, *next; /* in a circular list; NULL: not set */
    uint64_t tick;
    void (*expired)(struct timer *);
};

static struct {
    uint64_t tick;
    uint64_t used[LEVELS][SLOTS / 64], summary[LEVELS];
    struct timer *last[LEVELS][SLOTS];
} wheel;

static inline unsigned level_of(uint64_t tick)
{
    uint64_t differs = wheel.tick ^ tick;
    return differs < SLOTS
               ? 0
               : (63 - (unsigned)__builtin_clzll(differs)) / SLOT_BITS;
}

static inline unsigned slot_of(uint64_t tick, unsigned level)
{
    return (unsigned)(tick >> (level * SLOT_BITS)) & (SLOTS - 1);
}

static void timer_start(struct timer *t, long long timeout)
{
    uint64_t time = (uint64_t)(bench_wall_ns() + timeout);
    t->tick = (time + (1 << TICK_BITS) - 1) >> TICK_BITS;
    unsigned level = level_of(t->tick), slot = slot_of(t->tick, level);
    struct timer *last = wheel.last[level][slot];
    if (last) {
        t->prev = last;
        t->next = last->next;
        last->next->prev = t;
        last->next = t;
    } else {
        t->prev = t->next = t;
        wheel.used[level][slot / 64] |= (uint64_t)1 << slot % 64;
        wheel.summary[level] |= (uint64_t)1 << slot / 64;
    }
    wheel.last[level][slot] = t;
}

static void timer_stop(struct timer *t)
{
    unsigned level = level_of(t->tick), slot = slot_of(t->tick, level);
    if (t->next == t) {
        wheel.last[level][slot] = NULL;
        if (!(wheel.used[level][slot / 64] &= ~((uint64_t)1 << slot % 64)))
            wheel.summary[level] &= ~((uint64_t)1 << slot / 64);
    } else {
        t->prev->next = t->next;
        t->next->prev = t->prev;
        if (wheel.last[level][slot] == t)
            wheel.last[level][slot] = t->prev;
    }
    t->next = NULL;
}

/* The program -------------------------------------------------------------- */

enum { ARMED = 1000000 };

static unsigned long seed = 1;

static long long random_timeout(void)
{
    return 100000000000 + (long long)(bench_random(&seed) & ((1UL << 40) - 1));
}

static void never(struct timer *t)
{
    (void)t;
    abort();
}

static long inside;

static void limit(long times)
{
    struct timer t = {.expired = never};
    for (long i = 0; i < times; i++) {
        timer_start(&t, random_timeout());
        inside++;
        timer_stop(&t);
    }
}

int main(void)
{
    long times = bench_opaque(3000000);
    struct timer *armed = bench_pages(ARMED * sizeof *armed);
    wheel.tick = (uint64_t)bench_wall_ns() >> TICK_BITS;
    for (int i = 0; i < ARMED; i++) {
        armed[i].expired = never;
        timer_start(&armed[i], random_timeout());
    }
    limit(times / 10);
    inside = 0;
    double begin = bench_cpu_ns();
    limit(times);
    double end = bench_cpu_ns();
    bench_check(inside == times, "how often");
    for (int i = 0; i < ARMED; i++)
        timer_stop(&armed[i]);
    for (int level = 0; level < LEVELS; level++)
        bench_check(!wheel.summary[level], "none is set any more");
    bench_report("timer", (end - begin) / (double)times, "ns");
    bench_report("timer.move", (end - begin) / (double)times, "ns");
    return 0;
}
