/* A million libuv timers with three ints each. See pirn.c. */
#include "../bench.h"

#include <uv.h>

enum { SLEEPERS = 1000000 };

struct sleeper {
    uv_timer_t timer;
    int a, b, c;
};

static long sum;
static double empty, full;

static void wake(uv_timer_t *t)
{
    struct sleeper *s = (struct sleeper *)t;
    sum += s->a + s->b * s->c;
    uv_close((uv_handle_t *)t, NULL);
}

static void end_pause(uv_timer_t *t)
{
    bench_check(sum == 0, "all asleep");
    full = bench_resident();
    uv_close((uv_handle_t *)t, NULL);
}

int main(void)
{
    unsigned long seed = 1;
    uv_loop_t *loop = uv_default_loop();
    uv_timer_t pause;
    empty = bench_resident();
    double begin = bench_cpu_ns();
    struct sleeper *sleepers = bench_pages(SLEEPERS * sizeof *sleepers);
    uv_update_time(loop);
    uv_timer_init(loop, &pause);
    uv_timer_start(&pause, end_pause, 1000, 0);
    for (int i = 0; i < SLEEPERS; i++) {
        struct sleeper *s = &sleepers[i];
        s->a = i;
        s->b = i + 1;
        s->c = 2;
        uv_timer_init(loop, &s->timer);
        uv_timer_start(&s->timer, wake, 1010 + bench_random(&seed) % 1000, 0);
    }
    uv_run(loop, UV_RUN_DEFAULT);
    double end = bench_cpu_ns();
    bench_check(sum == 3L * SLEEPERS * (SLEEPERS - 1L) / 2 + 2L * SLEEPERS,
                "the sum");
    bench_report("sleeper-bytes", (full - empty) / SLEEPERS, "bytes");
    bench_report("sleeper-cpu", (end - begin) / SLEEPERS, "ns");
    return 0;
}
