/* A million scopes with a time limit, one after the other, that what is done
 * in them keeps. */
#include "../bench.h"

#include <pirn.h>

static __attribute__((noinline)) async long add(long a, long b)
{
    return a + b;
}

static async long add_up(long n)
{
    long sum = 0;
    for (long i = 0; i < n; i++) {
        scope (s, .timeout = PIRN_S) {
            sum = await add(sum, i);
        } else {
            return -1;
        }
    }
    return sum;
}

async int main(void)
{
    long n = bench_opaque(1000000);
    bench_check(await add_up(1000) == 499500, "1000 scopes");
    double begin = bench_cpu_ns();
    long sum = await add_up(n);
    double end = bench_cpu_ns();
    bench_check(sum == n * (n - 1) / 2, "n scopes");
    bench_report("scope-timeout", (end - begin) / (double)n, "ns");
    return 0;
}
