/* Start a timer and stop it, while a million others are set: a time limit
 * around something that does not take long. `timer.move` sets the deadline of
 * an open scope and takes it away again. */
#include <pirn.h>

#include "../bench.h"

enum { ARMED = 1000000 };

static unsigned long seed = 1;

/* From 100 to 1,124 seconds. */
static int64_t random_timeout(void)
{
    return 100 * PIRN_S + (int64_t)(bench_random(&seed) & ((1UL << 40) - 1));
}

static long woken;

static async void sleeper(int64_t ns)
{
    woken += await pirn_sleep(ns) == 0;
}

static long inside;

static async void limit(long times)
{
    for (long i = 0; i < times; i++) {
        scope (s, .timeout = random_timeout()) {
            inside++;
        }
    }
}

static async void move(long times)
{
    scope (s) {
        for (long i = 0; i < times; i++) {
            pirn_scope_set_deadline(s, pirn_now() + random_timeout());
            inside++;
            pirn_scope_set_deadline(s, PIRN_NEVER);
        }
    }
}

async int main(void)
{
    long times = bench_opaque(3000000);
    scope (s) {
        for (int i = 0; i < ARMED; i++)
            spawn sleeper(random_timeout());
        await pirn_yield_now();
        await limit(times / 10);
        inside = 0;
        double begin = bench_cpu_ns();
        await limit(times);
        double middle = bench_cpu_ns();
        await move(times);
        double end = bench_cpu_ns();
        bench_check(inside == 2 * times, "how often");
        bench_report("timer", (middle - begin) / (double)times, "ns");
        bench_report("timer.move", (end - middle) / (double)times, "ns");
        pirn_scope_cancel(s);
    }
    bench_check(woken == 0, "none of the sleepers slept that long");
    return 0;
}
