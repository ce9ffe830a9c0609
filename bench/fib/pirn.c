/* fib by awaited calls that never wait: what does `await` of a call cost? */
#include "../bench.h"

#include <pirn.h>

static async int fib(int n)
{
    if (n < 2)
        return n;
    return await fib(n - 1) + await fib(n - 2);
}

async int main(void)
{
    int n = (int)bench_opaque(36);
    bench_check(await fib(20) == 6765, "fib(20)");
    double begin = bench_cpu_ns();
    int value = await fib(n);
    double end = bench_cpu_ns();
    bench_check(value == 14930352, "fib(36)");
    bench_report("fib", (end - begin) / 48315633, "ns/call");
    return 0;
}
