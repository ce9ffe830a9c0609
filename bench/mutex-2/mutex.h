/* What does it cost to hold a mutex for about 50 ns that everybody wants, on
 * two cores? By the clock on the wall, for each time that it is held. What it
 * protects is a random number, which is drawn 30 times; in the end it is what
 * it would be if one had drawn all. */
#ifndef MUTEX_H
#define MUTEX_H

#include "../bench.h"

enum { DRAWS = 30 };
static const unsigned long seed = 88172645463325252;

static unsigned long state;

static inline void section(void)
{
    unsigned long drawn = state;
    for (int i = 0; i < DRAWS; i++)
        bench_random(&drawn);
    state = drawn;
}

/* After so many sections, which began at a time. */
static inline double time_since(long long begin, long sections)
{
    double time = (double)(bench_wall_ns() - begin) / (double)sections;
    unsigned long right = seed;
    for (long i = 0; i < sections * DRAWS; i++)
        bench_random(&right);
    bench_check(state == right, "the random number");
    return time;
}

#endif
