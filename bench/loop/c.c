/* The same loops in plain C, where what is not reached is a plain call. */
#include "data.h"

static __attribute__((noipa)) void yield_now(void)
{
}

static __attribute__((noinline)) long sum(const int *v, int n)
{
    long total = 0;
    for (int i = 0; i < n; i++) {
        if (v[i] < 0)
            yield_now();
        total += v[i];
    }
    return total;
}

static __attribute__((noinline)) long sum_resumed(const int *v, int n)
{
    long total = 0;
    yield_now();
    for (int i = 0; i < n; i++) {
        if (v[i] < 0)
            yield_now();
        total += v[i];
    }
    return total;
}

static __attribute__((noinline)) void multiply(int n, double a[][SIZE],
                                               double b[][SIZE],
                                               double c[][SIZE], int in_turns)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++)
            c[i][j] = 0;
        for (int k = 0; k < n; k++)
            for (int j = 0; j < n; j++)
                c[i][j] += a[i][k] * b[k][j];
        if (in_turns)
            yield_now();
    }
}

int main(void)
{
    make_data();
    int length = (int)bench_opaque(LENGTH), size = (int)bench_opaque(SIZE);
    int in_turns = (int)bench_opaque(0);
    long expected = sum(numbers, length), total = 0, resumed = 0;

    double begin = bench_cpu_ns();
    for (int i = 0; i < SUMS; i++)
        total += sum(numbers, length);
    double end = bench_cpu_ns();
    for (int i = 0; i < SUMS; i++)
        resumed += sum_resumed(numbers, length);
    double end_resumed = bench_cpu_ns();
    bench_check(total == SUMS * expected && resumed == total, "the sum");
    bench_report("loop-sum", (end - begin) / SUMS / LENGTH, "ns/number");
    bench_report("loop-sum.resumed", (end_resumed - end) / SUMS / LENGTH,
                 "ns/number");

    multiply(size, left, right, product, in_turns);
    check_product();
    begin = bench_cpu_ns();
    for (int i = 0; i < PRODUCTS; i++)
        multiply(size, left, right, product, in_turns);
    end = bench_cpu_ns();
    check_product();
    bench_report("loop-matrix", (end - begin) / PRODUCTS / 1e6, "ms");
    return 0;
}
