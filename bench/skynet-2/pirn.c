/* Skynet on two workers: a tree of tasks, ten below each, a million leaves that
 * give their number. Time on the clock on the wall. */
#include "../bench.h"

#include <pirn.h>

static async long skynet(long number, long leaves)
{
    if (leaves == 1)
        return number;
    long sum = 0;
    scope (s) {
        task(long) below[10];
        for (int i = 0; i < 10; i++)
            below[i] = spawn skynet(number + i * (leaves / 10), leaves / 10);
        for (int i = 0; i < 10; i++)
            sum += await below[i];
    }
    return sum;
}

static async double measure(long leaves)
{
    bench_check(await skynet(0, leaves) == leaves * (leaves - 1) / 2,
                "a million leaves");
    long long start = bench_wall_ns();
    long sum = await skynet(0, leaves);
    double time = (double)(bench_wall_ns() - start);
    bench_check(sum == leaves * (leaves - 1) / 2, "a million leaves again");
    return time;
}

int main(void)
{
    setenv("PIRN_WORKERS", "2", 1);
    bench_report("skynet-2", pirn_run(measure(bench_opaque(1000000))) / 1e6,
                 "ms");
    return 0;
}
