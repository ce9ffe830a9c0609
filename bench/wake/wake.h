/* How long does it take from the moment when a waiter on another, sleeping,
 * core is woken until it runs? Before each wake the waker keeps its own core
 * busy for long enough that everybody else has gone to sleep. The median of
 * what the rounds took. */
#include "../bench.h"

enum { ROUNDS = 2000, PAUSE_NS = 300000 };

static long long woken_at[ROUNDS], ran_at[ROUNDS];

static inline void bench_pause(void)
{
    long long until = bench_wall_ns() + PAUSE_NS;
    while (bench_wall_ns() < until)
        ;
}

static int by_time(const void *a, const void *b)
{
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static inline void report(void)
{
    for (int i = 0; i < ROUNDS; i++) {
        bench_check(woken_at[i] && ran_at[i] >= woken_at[i], "the order");
        ran_at[i] -= woken_at[i];
    }
    qsort(ran_at, ROUNDS, sizeof *ran_at, by_time);
    bench_report("wake", (double)ran_at[ROUNDS / 2] / 1000, "us");
}
