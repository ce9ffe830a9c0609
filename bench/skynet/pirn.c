/* Skynet: a tree of tasks with a million leaves. Time of the first and of the
 * second, and the most memory that the process had. */
#include "../bench.h"
#include "skynet.h"

#include <sys/resource.h>

async int main(void)
{
    long leaves = bench_opaque(1000000);
    struct rusage usage;
    bench_check(await skynet(0, 1000) == 499500, "a thousand leaves");
    double start = bench_cpu_ns();
    long sum = await skynet(0, leaves);
    double total = bench_cpu_ns() - start;
    bench_check(sum == leaves * (leaves - 1) / 2, "a million leaves");
    start = bench_cpu_ns();
    sum = await skynet(0, leaves);
    double again = bench_cpu_ns() - start;
    bench_check(sum == leaves * (leaves - 1) / 2, "a million leaves again");
    getrusage(RUSAGE_SELF, &usage);
    bench_report("skynet", again / 1e6, "ms");
    bench_report("skynet.cold", total / 1e6, "ms");
    bench_report("skynet-memory", (double)usage.ru_maxrss / 1024, "MiB");
    return 0;
}
