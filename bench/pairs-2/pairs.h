/* What does an item cost that goes from a producer to a consumer, if there are
 * 64 independent pairs of them, each with a channel with room for 16? On so
 * many workers, by the clock on the wall. */
#include "../bench.h"

#include <pirn.h>

enum { PAIRS = 64, ROOM = 16 };

static async void produce(chan(long) c, long items)
{
    for (long i = 0; i < items; i++) {
        await pirn_chan_send(c, &i);
        bench_part();
    }
    pirn_chan_close(c);
}

static async void consume(chan(long) c, long *sum)
{
    long item, own = 0;
    while (await pirn_chan_recv(c, &item) == 0) {
        own += item;
        bench_item();
    }
    *sum = own;
}

/* All pairs at once, so many items each. */
static async void pass(long items)
{
    chan(long) c[PAIRS];
    long sums[PAIRS] = {0};
    scope (s) {
        for (int i = 0; i < PAIRS; i++) {
            c[i] = pirn_chan_new(long, ROOM);
            spawn produce(c[i], items);
            spawn consume(c[i], &sums[i]);
        }
    }
    for (int i = 0; i < PAIRS; i++) {
        bench_check(sums[i] == items * (items - 1) / 2, "the sum of a pair");
        pirn_chan_free(c[i]);
    }
}

static async double measure(long items)
{
    await pass(items / 50);
    long long begin = bench_wall_ns();
    await pass(items);
    return (double)(bench_wall_ns() - begin);
}

static void run(const char *workers)
{
    long items = bench_size(64 * 50000) / PAIRS;
    setenv("PIRN_WORKERS", workers, 1);
    double time = pirn_run(measure(items));
    bench_report("pairs-2", time / (double)(items * PAIRS), "ns");
}
