/* Switching between threads that share one core, by sched_yield. The order of
 * finishing is the kernel's own, so only the count is checked. */
#include "../bench.h"

#include <pthread.h>
#include <sched.h>

static long turns;
static int tasks;
static _Atomic long finished; /* threads so far */
static pthread_barrier_t start;

static void *take_turns(void *id)
{
    pthread_barrier_wait(&start);
    for (long i = turns + tasks - (long)id; i > 1; i--)
        sched_yield();
    finished++;
    return NULL;
}

int main(int argc, char **argv)
{
    char row[32];
    tasks = argc > 1 ? atoi(argv[1]) : 2;
    turns = 200000 / tasks;
    pthread_t *threads = malloc(tasks * sizeof *threads);
    pthread_barrier_init(&start, NULL, tasks + 1);
    for (long id = 0; id < tasks; id++)
        bench_check(!pthread_create(&threads[id], NULL, take_turns, (void *)id),
                    "pthread_create");
    double begin = bench_cpu_ns();
    pthread_barrier_wait(&start);
    for (int id = 0; id < tasks; id++)
        pthread_join(threads[id], NULL);
    double end = bench_cpu_ns();
    bench_check(finished == tasks, "threads finished");
    free(threads);
    snprintf(row, sizeof row, "switch-%d", tasks);
    bench_report(row,
                 (end - begin) /
                     ((double)tasks * turns + tasks * (tasks + 1.0) / 2),
                 "ns");
    return 0;
}
