/* The same with a mutex of the C library. There is a second thread, as a
 * library may skip what only matters among several. */
#include <pthread.h>

#include "../bench.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_mutex_t held = PTHREAD_MUTEX_INITIALIZER;
static long counter;

static void pass(long times)
{
    for (long i = 0; i < times; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
        bench_item();
    }
}

static void *wait_for_the_end(void *arg)
{
    pthread_mutex_lock(&held);
    return arg;
}

int main(void)
{
    long times = bench_size(20000000);
    pthread_t second;
    pthread_mutex_lock(&held);
    pthread_create(&second, NULL, wait_for_the_end, NULL);
    pass(times / 10);
    counter = 0;
    double start = bench_cpu_ns();
    pass(times);
    double total = bench_cpu_ns() - start;
    bench_check(counter == times, "each pass counts");
    pthread_mutex_unlock(&held);
    pthread_join(second, NULL);
    bench_report("lock", total / (double)times, "ns");
    return 0;
}
