/* A million tasks alive at once: spawned, each suspended once, joined. The
 * first time their memory is fresh ("cold"), then it is used again. */
#include "../bench.h"

#include <pirn.h>

enum { TASKS = 1000000, PASSES = 5 };

static long sum;

static async void add_later(long a)
{
    await pirn_yield_now();
    sum += a;
}

static async void add_up(void)
{
    scope (s) {
        for (long i = 0; i < TASKS; i++)
            spawn add_later(i);
    }
}

async int main(void)
{
    double begin = bench_cpu_ns();
    await add_up();
    double first = bench_cpu_ns();
    for (int i = 0; i < PASSES; i++)
        await add_up();
    double end = bench_cpu_ns();
    bench_check(sum == (PASSES + 1L) * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("spawn-1m", (end - first) / PASSES / TASKS, "ns");
    bench_report("spawn-1m.cold", (first - begin) / TASKS, "ns");
    return 0;
}
