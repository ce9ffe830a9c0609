/* A million bare callbacks with three ints each on a flat timing wheel: the
 * floor. See pirn.c. */
#include "wheel.h"

enum { SLEEPERS = 1000000 };

struct sleeper {
    struct wheel_timer timer;
    int a, b, c;
};

static long sum;

static void wake(struct wheel_timer *t)
{
    struct sleeper *s = (struct sleeper *)t;
    sum += s->a + s->b * s->c;
}

static int pause_over;

static void end_pause(struct wheel_timer *t)
{
    (void)t;
    pause_over = 1;
}

int main(void)
{
    double empty = bench_resident(), full;
    double begin = bench_cpu_ns();
    struct sleeper *sleepers = bench_pages(SLEEPERS * sizeof *sleepers);
    struct wheel_timer pause = {NULL, end_pause};
    long long pause_ends = bench_wall_ns() + 1000000000;
    wheel_now_ms = bench_wall_ns() / 1000000;
    for (int i = 0; i < SLEEPERS; i++) {
        sleepers[i] = (struct sleeper){{NULL, wake}, i, i + 1, 2};
        wheel_add(&sleepers[i].timer, time_to_wake(pause_ends));
    }
    wheel_add(&pause, pause_ends);
    while (!pause_over)
        wheel_turn();
    bench_check(sum == 0, "all asleep");
    full = bench_resident();
    while (wheel_timers)
        wheel_turn();
    double end = bench_cpu_ns();
    bench_check(sum == 3L * SLEEPERS * (SLEEPERS - 1L) / 2 + 2L * SLEEPERS,
                "the sum");
    bench_report("sleeper-bytes", (full - empty) / SLEEPERS, "bytes");
    bench_report("sleeper-cpu", (end - begin) / SLEEPERS, "ns");
    return 0;
}
