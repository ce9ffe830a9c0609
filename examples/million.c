/* A million tasks asleep at once, on one thread, and what that costs.
 *
 *     pirn run -O2 examples/million.c [TASKS]
 *
 * Every task keeps its number while it sleeps, and adds it to the sum when it
 * wakes up: all of them at the same moment, which main waits for by the end of
 * the scope. million_threads.c does the same with threads. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include <pirn.h>

static async void sleeper(int64_t morning, int number, long long *sum)
{
    await pirn_sleep_until(morning);
    *sum += number;
}

static void report(int tasks, long long sum, int64_t start)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    double wall = (double)(pirn_now() - start) / (double)PIRN_S;
    double cpu = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                 (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
    printf("%9d %12lld %9.2f s %8.2f s %9.1f MiB %10ld\n", tasks, sum, wall,
           cpu, (double)used.ru_maxrss / 1024, used.ru_nvcsw + used.ru_nivcsw);
}

async int main(int argc, char **argv)
{
    int tasks = argc > 1 ? atoi(argv[1]) : 1000000;
    int64_t start = pirn_now();
    int64_t morning = start + 3 * PIRN_S;
    long long sum = 0;

    scope (night) {
        for (int i = 1; i <= tasks; i++)
            spawn sleeper(morning, i, &sum);
    }
    report(tasks, sum, start);
    return 0;
}
