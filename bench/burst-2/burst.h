/* How long do eight tasks take that compute for about 5 ms each and are spawned
 * at once, on so many workers? By the clock on the wall. Before each of 20
 * bursts all is quiet for a while, so that a second worker sleeps. burst-2 is
 * the median of them, burst-2.worst the slowest. */
enum { BURSTS = 20, TASKS = 8, STEPS = 3000000 };

#include "../computing.h"

static async void measure(double *times, long steps)
{
    unsigned long right = right_sum(steps);
    for (int i = 0; i < BURSTS; i++) {
        await pirn_sleep(2 * PIRN_MS);
        long long begin = bench_wall_ns();
        bench_check(await whole(steps) == right, "the sum");
        times[i] = (double)(bench_wall_ns() - begin) / 1e6;
    }
}

static int by_time(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The times in order. */
static void run(const char *workers, double times[BURSTS])
{
    setenv("PIRN_WORKERS", workers, 1);
    pirn_run(measure(times, bench_size(STEPS)));
    qsort(times, BURSTS, sizeof *times, by_time);
}
