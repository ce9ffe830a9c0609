/* Lock and unlock a mutex that nobody else wants. */
#include <pirn.h>

#include "../bench.h"

static struct pirn_mutex mutex;
static long counter;

static async void pass(long times)
{
    for (long i = 0; i < times; i++) {
        await pirn_mutex_lock(&mutex);
        counter++;
        pirn_mutex_unlock(&mutex);
        bench_item();
    }
}

async int main(void)
{
    long times = bench_size(20000000);
    await pass(times / 10);
    counter = 0;
    double start = bench_cpu_ns();
    await pass(times);
    double total = bench_cpu_ns() - start;
    bench_check(counter == times, "each pass counts");
    bench_report("lock", total / (double)times, "ns");
    return 0;
}
