/* A mutex that all want: each of 16 tasks takes it, lets the others run, who
 * queue up for it, and gives it back. */
#include <pirn.h>

#include "../bench.h"

enum { TASKS = 16 };

static struct pirn_mutex mutex;
static long counter;

static async void take_turns(long times)
{
    for (long i = 0; i < times; i++) {
        await pirn_mutex_lock(&mutex);
        counter++;
        await pirn_yield_now();
        pirn_mutex_unlock(&mutex);
    }
}

static async void pass(long times)
{
    counter = 0;
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn take_turns(times);
    }
}

async int main(void)
{
    long times = bench_opaque(200000);
    await pass(times / 20);
    double start = bench_cpu_ns();
    await pass(times);
    double total = bench_cpu_ns() - start;
    bench_check(counter == TASKS * times, "each turn counts");
    bench_report("lock-handover", total / (double)counter, "ns");
    return 0;
}
