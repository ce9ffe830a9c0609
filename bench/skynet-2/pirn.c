/* Skynet on two workers: a tree of tasks with a million leaves. Time on the
 * clock on the wall. */
#include "../bench.h"
#include "../skynet/skynet.h"

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
    bench_report("skynet-2", pirn_run(measure(bench_size(1000000))) / 1e6,
                 "ms");
    return 0;
}
