/* fib by co_await, where every leaf goes through the run queue. */
#include "../coroutine.hpp"

static task<int> fib(int n)
{
    if (n < 2) {
        co_await yield_now;
        co_return n;
    }
    co_return co_await fib(n - 1) + co_await fib(n - 2);
}

int main()
{
    int n = (int)bench_opaque(30);
    bench_check(run(fib(20)) == 6765, "fib(20)");
    double begin = bench_cpu_ns();
    int value = run(fib(n));
    double end = bench_cpu_ns();
    bench_check(value == 832040, "fib(30)");
    bench_report("fib-wait", (end - begin) / 2692537, "ns/call");
}
