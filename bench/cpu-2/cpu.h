/* Independent tasks that compute, a thousand of 0.2 ms each: the time that so
 * many workers take, on the clock on the wall. */
enum { TASKS = 1000, STEPS = 200000 };

#include "../computing.h"

static void run(const char *workers)
{
    long steps = bench_size(STEPS);
    unsigned long right = right_sum(steps);
    setenv("PIRN_WORKERS", workers, 1);
    long long begin = bench_wall_ns();
    unsigned long sum = pirn_run(whole(steps));
    double time = (double)(bench_wall_ns() - begin);
    bench_check(sum == right, "the sum");
    bench_report("cpu-2", time / 1e6, "ms");
}
