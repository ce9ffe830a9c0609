/* As many threads alive at once as a machine allows without tuning (5,000,
 * not a million), each waiting once, joined. The figures are per thread. */
#include "../bench.h"

#include <pthread.h>

enum { TASKS = 5000, PASSES = 2 };

static pthread_barrier_t all_started;
static _Atomic long sum;

static void *add_later(void *a)
{
    pthread_barrier_wait(&all_started);
    sum += (long)a;
    return NULL;
}

static void add_up(void)
{
    static pthread_t threads[TASKS];
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 64 << 10);
    pthread_barrier_init(&all_started, NULL, TASKS);
    for (long i = 0; i < TASKS; i++)
        bench_check(!pthread_create(&threads[i], &small, add_later, (void *)i),
                    "pthread_create");
    for (long i = 0; i < TASKS; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&all_started);
    pthread_attr_destroy(&small);
}

int main(void)
{
    double begin = bench_cpu_ns();
    add_up();
    double first = bench_cpu_ns();
    for (int i = 0; i < PASSES; i++)
        add_up();
    double end = bench_cpu_ns();
    bench_check(sum == (PASSES + 1L) * TASKS * (TASKS - 1L) / 2, "the sum");
    bench_report("spawn-1m", (end - first) / PASSES / TASKS, "ns");
    bench_report("spawn-1m.cold", (first - begin) / TASKS, "ns");
    return 0;
}
