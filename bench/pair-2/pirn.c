/* What does an item cost that goes from a producer to a consumer on another
 * worker, through a channel with room for 128? By the clock on the wall. Both
 * stay on their workers, and these on cores of their own. */
#include "../bench.h"

#include <pirn.h>

enum { ROOM = 128 };

static async void produce(chan(long) c, long items)
{
    bench_pin(pirn_worker());
    for (long i = 0; i < items; i++) {
        await pirn_chan_send(c, &i);
        bench_part();
    }
    pirn_chan_close(c);
}

static async long consume(chan(long) c)
{
    long sum = 0, item;
    bench_pin(pirn_worker());
    while (await pirn_chan_recv(c, &item) == 0) {
        sum += item;
        bench_item();
    }
    return sum;
}

static async long pass(long items)
{
    chan(long) c = pirn_chan_new(long, ROOM);
    long sum = 0;
    scope (s, .pinned = true) {
        task(long) consumer = spawn_on(1) consume(c);
        spawn_on(0) produce(c, items);
        sum = await consumer;
    }
    pirn_chan_free(c);
    return sum;
}

static async double measure(long items)
{
    bench_check(await pass(1000) == 499500, "1000 items");
    long long begin = bench_wall_ns();
    long sum = await pass(items);
    double time = (double)(bench_wall_ns() - begin);
    bench_check(sum == items * (items - 1) / 2, "the sum");
    return time;
}

int main(void)
{
    long items = bench_size(2000000);
    setenv("PIRN_WORKERS", "2", 1);
    double time = pirn_run(measure(items));
    bench_report("pair-2", time / (double)items, "ns");
    return 0;
}
