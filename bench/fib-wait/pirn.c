/* fib by awaited calls, where every leaf really waits for its turn. */
#include "../bench.h"

#include <pirn.h>

static async int fib(int n)
{
    if (n < 2) {
        await pirn_yield_now();
        return n;
    }
    return await fib(n - 1) + await fib(n - 2);
}

async int main(void)
{
    int n = (int)bench_opaque(30);
    bench_check(await fib(20) == 6765, "fib(20)");
    double begin = bench_cpu_ns();
    int value = await fib(n);
    double end = bench_cpu_ns();
    bench_check(value == 832040, "fib(30)");
    bench_report("fib-wait", (end - begin) / 2692537, "ns/call");
    return 0;
}
