/* fib in plain C, where every call is one: the floor. (c-inlined.c is what gcc
 * makes of it if it may.) */
#include "../bench.h"

static __attribute__((noinline)) int fib(int n)
{
    if (n < 2)
        return n;
    return fib(n - 1) + fib(n - 2);
}

int main(void)
{
    int n = (int)bench_opaque(36);
    bench_check(fib(20) == 6765, "fib(20)");
    double begin = bench_cpu_ns();
    int value = fib(n);
    double end = bench_cpu_ns();
    bench_check(value == 14930352, "fib(36)");
    bench_report("fib", (end - begin) / 48315633, "ns/call");
    return 0;
}
