/* Independent tasks that compute, a thousand of 0.2 ms each: the time that so
 * many workers take, on the clock on the wall. */
#include "../bench.h"

#include <pirn.h>

enum { TASKS = 1000, STEPS = 200000 };

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

static void run(const char *workers)
{
    unsigned long right = 0;
    long steps = bench_size(STEPS);
    for (int i = 0; i < TASKS; i++)
        right += compute((unsigned long)i + 1, steps);
    setenv("PIRN_WORKERS", workers, 1);
    long long begin = bench_wall_ns();
    unsigned long sum = pirn_run(whole(steps));
    double time = (double)(bench_wall_ns() - begin);
    bench_check(sum == right, "the sum");
    bench_report("cpu-2", time / 1e6, "ms");
}
