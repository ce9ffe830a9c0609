/* Start a C++20 coroutine on the run queue and co_await it, one at a time. */
#include "../coroutine.hpp"

static spawned<long> add(long a, long b)
{
    co_return a + b;
}

static task<long> add_up(long n)
{
    long sum = 0;
    for (long i = 0; i < n; i++) {
        spawned<long> t = add(sum, i);
        sum = co_await t;
    }
    co_return sum;
}

int main()
{
    long n = bench_opaque(5000000);
    bench_check(run(add_up(1000)) == 499500, "1000 tasks");
    double begin = bench_cpu_ns();
    long sum = run(add_up(n));
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2, "n tasks");
    bench_report("spawn-join", (end - begin) / (double)n, "ns");
}
