/* A task that offloads calls which do nothing, one after the other. */
#include "../bench.h"

#include <pirn.h>

static long next(long n)
{
    return n + 1;
}

static async long call(long times)
{
    long n = 0;
    for (long i = 0; i < times; i++)
        n = await offload next(n);
    return n;
}

async int main(void)
{
    long times = bench_size(200000);
    await call(times / 10);
    long long began = bench_wall_ns();
    double cpu = bench_cpu_ns();
    bench_check(await call(times) == times, "the number of calls");
    bench_report("offload", (double)(bench_wall_ns() - began) / (double)times,
                 "ns");
    bench_report("offload.cpu", (bench_cpu_ns() - cpu) / (double)times, "ns");
    return 0;
}
