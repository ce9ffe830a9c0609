/* The same loops in C++20 coroutines. */
#include "../coroutine.hpp"
#include "data.h"

static task<long> sum(const int *v, int n)
{
    long total = 0;
    for (int i = 0; i < n; i++) {
        if (v[i] < 0)
            co_await yield_now;
        total += v[i];
    }
    co_return total;
}

static task<long> sum_resumed(const int *v, int n)
{
    long total = 0;
    co_await yield_now;
    for (int i = 0; i < n; i++) {
        if (v[i] < 0)
            co_await yield_now;
        total += v[i];
    }
    co_return total;
}

static task<int> multiply(int n, double a[][SIZE], double b[][SIZE],
                          double c[][SIZE], int in_turns)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++)
            c[i][j] = 0;
        for (int k = 0; k < n; k++)
            for (int j = 0; j < n; j++)
                c[i][j] += a[i][k] * b[k][j];
        if (in_turns)
            co_await yield_now;
    }
    co_return 0;
}

static task<int> measure()
{
    make_data();
    int length = (int)bench_opaque(LENGTH), size = (int)bench_opaque(SIZE);
    int in_turns = (int)bench_opaque(0);
    long expected = co_await sum(numbers, length), total = 0, resumed = 0;

    double begin = bench_cpu_ns();
    for (int i = 0; i < SUMS; i++)
        total += co_await sum(numbers, length);
    double end = bench_cpu_ns();
    for (int i = 0; i < SUMS; i++)
        resumed += co_await sum_resumed(numbers, length);
    double end_resumed = bench_cpu_ns();
    bench_check(total == SUMS * expected && resumed == total, "the sum");
    bench_report("loop-sum", (end - begin) / SUMS / LENGTH, "ns/number");
    bench_report("loop-sum.resumed", (end_resumed - end) / SUMS / LENGTH,
                 "ns/number");

    co_await multiply(size, left, right, product, in_turns);
    check_product();
    begin = bench_cpu_ns();
    for (int i = 0; i < PRODUCTS; i++)
        co_await multiply(size, left, right, product, in_turns);
    end = bench_cpu_ns();
    check_product();
    bench_report("loop-matrix", (end - begin) / PRODUCTS / 1e6, "ms");
    co_return 0;
}

int main()
{
    run(measure());
}
