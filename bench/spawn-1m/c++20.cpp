/* A million C++20 coroutines alive at once: see pirn.c. */
#include "../coroutine.hpp"

constexpr long TASKS = 1000000, PASSES = 5;

static long sum;

static member add_later(group &, long a)
{
    co_await yield_now;
    sum += a;
}

static task<int> add_up()
{
    group g;
    for (long i = 0; i < TASKS; i++)
        add_later(g, i);
    co_await g;
    co_return 0;
}

int main()
{
    double begin = bench_cpu_ns();
    run(add_up());
    double first = bench_cpu_ns();
    for (int i = 0; i < PASSES; i++)
        run(add_up());
    double end = bench_cpu_ns();
    bench_check(sum == (PASSES + 1L) * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("spawn-1m", (end - first) / PASSES / TASKS, "ns");
    bench_report("spawn-1m.cold", (first - begin) / TASKS, "ns");
}
