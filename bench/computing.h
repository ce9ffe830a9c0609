/* TASKS tasks, which whoever includes this has defined, that only compute. */
#include "bench.h"

#include <pirn.h>

static unsigned long compute(unsigned long state, long steps)
{
    unsigned long sum = 0;
    for (long i = 0; i < steps; i++)
        sum += bench_random(&state);
    return sum;
}

static async unsigned long part(int number, long steps)
{
    bench_item();
    return compute((unsigned long)number + 1, steps);
}

static async unsigned long whole(long steps)
{
    unsigned long sum = 0;
    scope (s) {
        task(unsigned long) parts[TASKS];
        for (int i = 0; i < TASKS; i++)
            parts[i] = spawn part(i, steps);
        for (int i = 0; i < TASKS; i++)
            sum += await parts[i];
    }
    return sum;
}

/* What whole() returns, without a task. */
static unsigned long right_sum(long steps)
{
    unsigned long sum = 0;
    for (int i = 0; i < TASKS; i++)
        sum += compute((unsigned long)i + 1, steps);
    return sum;
}
