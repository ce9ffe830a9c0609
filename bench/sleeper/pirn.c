/* A million tasks with three live ints each, asleep at once: how many bytes
 * of memory, and how much CPU time from spawning to the end? They wake at
 * random times of a second, after a pause in which memory is measured. */
#include "../bench.h"

#include <pirn.h>

enum { SLEEPERS = 1000000 };

static long sum;
static int64_t pause_ends;

static int64_t time_to_wake(void)
{
    static unsigned long seed = 1;
    return pause_ends + 10 * PIRN_MS + (int64_t)(bench_random(&seed) % PIRN_S);
}

static async void sleeper(int a, int b, int c)
{
    await pirn_sleep_until(time_to_wake());
    sum += a + b * c;
}

async int main(void)
{
    double empty = bench_resident(), full;
    double begin = bench_cpu_ns();
    scope (s) {
        pause_ends = pirn_now() + PIRN_S;
        for (int i = 0; i < SLEEPERS; i++)
            spawn sleeper(i, i + 1, 2);
        await pirn_sleep_until(pause_ends);
        bench_check(sum == 0, "all asleep");
        full = bench_resident();
    }
    double end = bench_cpu_ns();
    bench_check(sum == 3L * SLEEPERS * (SLEEPERS - 1L) / 2 + 2L * SLEEPERS,
                "the sum");
    bench_report("sleeper-bytes", (full - empty) / SLEEPERS, "bytes");
    bench_report("sleeper-cpu", (end - begin) / SLEEPERS, "ns");
    return 0;
}
