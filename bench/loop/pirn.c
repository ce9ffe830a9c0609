/* Loops in coroutines which could wait but never do: an await that is not
 * reached stands in the body of the sum's loop and in the outer loop of the
 * matrix product. "resumed" is the sum in a coroutine that has waited before,
 * and so goes on from its frame. */
#include "data.h"

#include <pirn.h>

static async long sum(const int *v, int n)
{
    long total = 0;
    for (int i = 0; i < n; i++) {
        if (v[i] < 0)
            await pirn_yield_now();
        total += v[i];
    }
    return total;
}

static async long sum_resumed(const int *v, int n)
{
    long total = 0;
    await pirn_yield_now();
    for (int i = 0; i < n; i++) {
        if (v[i] < 0)
            await pirn_yield_now();
        total += v[i];
    }
    return total;
}

static async void multiply(int n, double a[][SIZE], double b[][SIZE],
                           double c[][SIZE], int in_turns)
{
    for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++)
            c[i][j] = 0;
        for (int k = 0; k < n; k++)
            for (int j = 0; j < n; j++)
                c[i][j] += a[i][k] * b[k][j];
        if (in_turns)
            await pirn_yield_now();
    }
}

async int main(void)
{
    make_data();
    int length = (int)bench_opaque(LENGTH), size = (int)bench_opaque(SIZE);
    int in_turns = (int)bench_opaque(0);
    long expected = await sum(numbers, length), total = 0, resumed = 0;

    double begin = bench_cpu_ns();
    for (int i = 0; i < SUMS; i++)
        total += await sum(numbers, length);
    double end = bench_cpu_ns();
    for (int i = 0; i < SUMS; i++)
        resumed += await sum_resumed(numbers, length);
    double end_resumed = bench_cpu_ns();
    bench_check(total == SUMS * expected && resumed == total, "the sum");
    bench_report("loop-sum", (end - begin) / SUMS / LENGTH, "ns/number");
    bench_report("loop-sum.resumed", (end_resumed - end) / SUMS / LENGTH,
                 "ns/number");

    await multiply(size, left, right, product, in_turns);
    check_product();
    begin = bench_cpu_ns();
    for (int i = 0; i < PRODUCTS; i++)
        await multiply(size, left, right, product, in_turns);
    end = bench_cpu_ns();
    check_product();
    bench_report("loop-matrix", (end - begin) / PRODUCTS / 1e6, "ms");
    return 0;
}
