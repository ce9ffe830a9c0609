/* Switching between threads that share one core, by sched_yield. In which
 * order is up to the kernel, so they take equally many turns, and only the
 * count is checked. */
#include "../bench.h"

#include <pthread.h>
#include <sched.h>

static long turns;
static int tasks;
static _Atomic long finished; /* threads so far */
static pthread_barrier_t start;

static void *take_turns(void *unused)
{
    (void)unused;
    pthread_barrier_wait(&start);
    for (long i = turns; i > 1; i--)
        sched_yield();
    finished++;
    return NULL;
}

int main(int argc, char **argv)
{
    char row[32];
    tasks = argc > 1 ? atoi(argv[1]) : 2;
    turns = 100000 / tasks;
    pthread_t *threads = malloc(tasks * sizeof *threads);
    pthread_barrier_init(&start, NULL, tasks + 1);
    for (int id = 0; id < tasks; id++)
        bench_check(!pthread_create(&threads[id], NULL, take_turns, NULL),
                    "pthread_create");
    double begin = bench_cpu_ns();
    pthread_barrier_wait(&start);
    for (int id = 0; id < tasks; id++)
        pthread_join(threads[id], NULL);
    double end = bench_cpu_ns();
    bench_check(finished == tasks, "threads finished");
    free(threads);
    snprintf(row, sizeof row, "switch-%d", tasks);
    bench_report(row, (end - begin) / ((double)tasks * turns), "ns");
    return 0;
}
