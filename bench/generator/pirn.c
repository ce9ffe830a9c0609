/* One step of a generator: resume it, get a value. */
#include "../bench.h"

#include <pirn.h>

static generator long multiples(long of, long n)
{
    for (long i = 0; i < n; i++)
        yield i *of;
}

static long sum_of_multiples(long of, long n)
{
    gen(long) g = multiples(of, n);
    long sum = 0, value;
    while (pirn_next(g, &value) == 1)
        sum += value;
    pirn_gen_close(g);
    return sum;
}

int main(void)
{
    long n = bench_opaque(50000000);
    bench_check(sum_of_multiples(3, 1000) == 1498500, "1000 multiples of 3");
    double begin = bench_cpu_ns();
    long sum = sum_of_multiples(3, n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2 * 3, "n multiples of 3");
    bench_report("generator", (end - begin) / (double)n, "ns/step");
    return 0;
}
