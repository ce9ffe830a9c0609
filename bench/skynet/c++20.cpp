/* The same with C++20 coroutines: see pirn.c. */
#include "../coroutine.hpp"
#include <sys/resource.h>

static spawned<long> skynet(long number, long leaves)
{
    if (leaves == 1)
        co_return number;
    long sum = 0;
    spawned<long> below[10] = {
        skynet(number + 0 * (leaves / 10), leaves / 10),
        skynet(number + 1 * (leaves / 10), leaves / 10),
        skynet(number + 2 * (leaves / 10), leaves / 10),
        skynet(number + 3 * (leaves / 10), leaves / 10),
        skynet(number + 4 * (leaves / 10), leaves / 10),
        skynet(number + 5 * (leaves / 10), leaves / 10),
        skynet(number + 6 * (leaves / 10), leaves / 10),
        skynet(number + 7 * (leaves / 10), leaves / 10),
        skynet(number + 8 * (leaves / 10), leaves / 10),
        skynet(number + 9 * (leaves / 10), leaves / 10),
    };
    for (spawned<long> &t : below)
        sum += co_await t;
    co_return sum;
}

static task<long> from_root(long leaves)
{
    co_return co_await skynet(0, leaves);
}

int main()
{
    long leaves = bench_opaque(1000000);
    struct rusage usage;
    bench_check(run(from_root(1000)) == 499500, "a thousand leaves");
    double start = bench_cpu_ns();
    long sum = run(from_root(leaves));
    double total = bench_cpu_ns() - start;
    bench_check(sum == leaves * (leaves - 1) / 2, "a million leaves");
    start = bench_cpu_ns();
    sum = run(from_root(leaves));
    double again = bench_cpu_ns() - start;
    bench_check(sum == leaves * (leaves - 1) / 2, "a million leaves again");
    getrusage(RUSAGE_SELF, &usage);
    bench_report("skynet", again / 1e6, "ms");
    bench_report("skynet.cold", total / 1e6, "ms");
    bench_report("skynet-memory", double(usage.ru_maxrss) / 1024, "MiB");
}
