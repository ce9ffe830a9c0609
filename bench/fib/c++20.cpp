/* fib by co_await of coroutines that never wait. */
#include "../coroutine.hpp"

static task<int> fib(int n)
{
    if (n < 2)
        co_return n;
    co_return co_await fib(n - 1) + co_await fib(n - 2);
}

int main()
{
    int n = (int)bench_opaque(32);
    bench_check(run(fib(20)) == 6765, "fib(20)");
    double begin = bench_cpu_ns();
    int value = run(fib(n));
    double end = bench_cpu_ns();
    bench_check(value == 2178309, "fib(32)");
    bench_report("fib", (end - begin) / 7049155, "ns/call");
}
