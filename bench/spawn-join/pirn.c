/* Spawn a task and await it, one at a time. */
#include "../bench.h"

#include <pirn.h>

static async long add(long a, long b)
{
    bench_item();
    return a + b;
}

static async long add_up(long n)
{
    long sum = 0;
    scope (s) {
        for (long i = 0; i < n; i++) {
            task(long) t = spawn add(sum, i);
            sum = await t;
        }
    }
    return sum;
}

async int main(void)
{
    long n = bench_size(5000000);
    bench_check(await add_up(1000) == 499500, "1000 tasks");
    double begin = bench_cpu_ns();
    long sum = await add_up(n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2, "n tasks");
    bench_report("spawn-join", (end - begin) / (double)n, "ns");
    return 0;
}
