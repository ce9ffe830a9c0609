/* Skynet: a tree of tasks, ten below each, a million leaves that give their
 * number; everyone gives the sum of those below. Time of the first tree, per
 * leaf, and the most memory that the process had. */
#include <pirn.h>
#include <sys/resource.h>

#include "../bench.h"

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
