/* Sleeping threads, as many as a machine allows without tuning (5,000, not a
 * million). The figures are per thread; the bytes are those in user space. */
#include "../bench.h"

#include <pthread.h>

enum { SLEEPERS = 5000 };

static _Atomic long sum;

struct sleeper {
    long long time;
    int a, b, c;
};

static void sleep_until(long long time)
{
    struct timespec t = {time / 1000000000, time % 1000000000};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL))
        ;
}

static void *sleeper(void *sleeper)
{
    struct sleeper *s = sleeper;
    sleep_until(s->time);
    sum += s->a + s->b * s->c;
    return NULL;
}

int main(void)
{
    static struct sleeper sleepers[SLEEPERS];
    static pthread_t threads[SLEEPERS];
    unsigned long seed = 1;
    pthread_attr_t small;
    double empty = bench_resident(), full;
    double begin = bench_cpu_ns();
    long long pause_ends = bench_wall_ns() + 1500000000;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    for (int i = 0; i < SLEEPERS; i++) {
        sleepers[i] =
            (struct sleeper){pause_ends + 10000000 +
                                 (long long)(bench_random(&seed) % 1000000000),
                             i, i + 1, 2};
        bench_check(!pthread_create(&threads[i], &small, sleeper, &sleepers[i]),
                    "pthread_create");
    }
    sleep_until(pause_ends);
    bench_check(sum == 0, "all asleep");
    full = bench_resident();
    for (int i = 0; i < SLEEPERS; i++)
        pthread_join(threads[i], NULL);
    double end = bench_cpu_ns();
    bench_check(sum == 3L * SLEEPERS * (SLEEPERS - 1L) / 2 + 2L * SLEEPERS,
                "the sum");
    bench_report("sleeper-bytes", (full - empty) / SLEEPERS, "bytes");
    bench_report("sleeper-cpu", (end - begin) / SLEEPERS, "ns");
    return 0;
}
