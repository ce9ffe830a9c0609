/* Two threads by hand, with lock() and unlock(): see mutex.h. Each is kept on
 * a core of its own. */
#include "mutex.h"

#include <pthread.h>

struct half {
    pthread_t thread;
    int core;
    long times;
};

static void *take_turns(void *arg)
{
    struct half *half = arg;
    bench_pin(half->core);
    for (long i = 0; i < half->times; i++) {
        lock();
        section();
        unlock();
        bench_item();
    }
    return NULL;
}

static double measure(long times)
{
    struct half halves[2];
    state = seed;
    long long begin = bench_wall_ns();
    for (int i = 0; i < 2; i++) {
        halves[i] = (struct half){.core = i, .times = times};
        bench_check(
            !pthread_create(&halves[i].thread, NULL, take_turns, &halves[i]),
            "a thread");
    }
    for (int i = 0; i < 2; i++)
        pthread_join(halves[i].thread, NULL);
    return time_since(begin, 2 * times);
}

int main(void)
{
    long times = bench_size(800000) / 2;
    measure(times / 10);
    bench_report("mutex-2", measure(times), "ns");
    return 0;
}
