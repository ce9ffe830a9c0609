/* Do workers that have nothing to do with each other slow each other down?
 * Each of so many workers spawns and joins a million tasks, a hundred in each
 * scope; the time that this takes, by the clock on the wall. */
#include "../bench.h"

#include <pirn.h>

enum { TASKS = 100 }; /* in a scope */

static async long child(long number)
{
    bench_item();
    return number;
}

static async long spawn_all(long scopes)
{
    long sum = 0;
    for (long i = 0; i < scopes; i++) {
        scope (s) {
            task(long) children[TASKS];
            for (int j = 0; j < TASKS; j++)
                children[j] = spawn child(i * TASKS + j);
            for (int j = 0; j < TASKS; j++)
                sum += await children[j];
        }
    }
    return sum;
}

static async void on_each_worker(long scopes)
{
    long count = scopes * TASKS;
    scope (s, .pinned = true) {
        task(long) other = {0};
        if (pirn_workers() == 2)
            other = spawn_on(1) spawn_all(scopes);
        task(long) one = spawn_on(0) spawn_all(scopes);
        bench_check(await one == count * (count - 1) / 2, "the sum");
        if (pirn_workers() == 2)
            bench_check(await other == count * (count - 1) / 2, "the sum");
    }
}

static async double measure(long scopes)
{
    await on_each_worker(scopes / 100);
    long long begin = bench_wall_ns();
    await on_each_worker(scopes);
    return (double)(bench_wall_ns() - begin) / 1e6;
}

static void run(const char *workers)
{
    setenv("PIRN_WORKERS", workers, 1);
    long scopes = bench_size(1000000) / TASKS;
    bench_report("spawn-2", pirn_run(measure(scopes)), "ms");
}
