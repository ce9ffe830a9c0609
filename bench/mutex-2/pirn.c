/* Eight tasks on two workers: see mutex.h. For mutex-2 four are kept on each;
 * mutex-2.free tells what they take that may go where they like. */
#include "mutex.h"

#include <pirn.h>

enum { TASKS = 8 };

static struct pirn_mutex mutex;

static async void take_turns(long times)
{
    for (long i = 0; i < times; i++) {
        await pirn_mutex_lock(&mutex);
        section();
        pirn_mutex_unlock(&mutex);
        bench_item();
    }
}

static async void keep_apart(long times)
{
    scope (s, .pinned = true) {
        for (int i = 0; i < TASKS; i++)
            spawn_on(i) take_turns(times);
    }
}

static async void let_go(long times)
{
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn take_turns(times);
    }
}

static async double measure(bool is_free, long times)
{
    state = seed;
    long long begin = bench_wall_ns();
    if (is_free)
        await let_go(times);
    else
        await keep_apart(times);
    return time_since(begin, times * TASKS);
}

static async void pin(int core)
{
    bench_pin(core);
}

static async int measure_both(long times)
{
    scope (s) {
        spawn_on(0) pin(0);
        spawn_on(1) pin(1);
    }
    await measure(false, times / 10);
    bench_report("mutex-2", await measure(false, times), "ns");
    bench_report("mutex-2.free", await measure(true, times), "ns");
    return 0;
}

int main(void)
{
    setenv("PIRN_WORKERS", "2", 1);
    return pirn_run(measure_both(bench_size(800000) / TASKS));
}
