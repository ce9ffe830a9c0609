/* The twin of million.c: as many sleeping threads as the machine allows.
 *
 *     pirn run -O2 examples/million_threads.c [THREADS]
 *
 * It is plain C; pirn compiles it as it is. Their stacks are as small as they
 * may be. */
#define _GNU_SOURCE
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static struct timespec morning;
static atomic_llong sum;

static void *sleeper(void *number)
{
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &morning, NULL))
        ;
    atomic_fetch_add(&sum, (long long)(size_t)number);
    return NULL;
}

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) +
           (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

static void report(int threads, const struct timespec *start)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                 (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf("%9d %12lld %9.2f s %8.2f s %9.1f MiB %10ld\n", threads,
           atomic_load(&sum), seconds_since(start), cpu,
           (double)used.ru_maxrss / 1024, used.ru_nvcsw + used.ru_nivcsw);
}

int main(int argc, char **argv)
{
    int wanted = argc > 1 ? atoi(argv[1]) : 1000000, threads = 0;
    pthread_t *thread = calloc((size_t)wanted + 1, sizeof *thread);
    pthread_attr_t small;
    struct timespec start;
    if (!thread)
        return 1;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, (size_t)PTHREAD_STACK_MIN);
    clock_gettime(CLOCK_MONOTONIC, &start);
    morning = start;
    morning.tv_sec += 3;
    while (threads < wanted &&
           pthread_create(&thread[threads], &small, sleeper,
                          (void *)(size_t)(threads + 1)) == 0)
        threads++;
    for (int i = 0; i < threads; i++)
        pthread_join(thread[i], NULL);
    report(threads, &start);
    free(thread);
    return 0;
}
