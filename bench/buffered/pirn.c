/* What does it cost to pass an item from one task to another through a
 * channel with room for 128? */
#include "../bench.h"

#include <pirn.h>

static async void produce(chan(long) c, long items)
{
    for (long i = 0; i < items; i++) {
        await pirn_chan_send(c, &i);
        bench_part();
    }
    pirn_chan_close(c);
}

static async long consume(long items)
{
    chan(long) c = pirn_chan_new(long, 128);
    long sum = 0, item;
    scope (s) {
        spawn produce(c, items);
        while (await pirn_chan_recv(c, &item) == 0) {
            sum += item;
            bench_item();
        }
    }
    pirn_chan_free(c);
    return sum;
}

async int main(void)
{
    long items = bench_size(20000000);
    bench_check(await consume(1000) == 499500, "1000 items");
    double begin = bench_cpu_ns();
    long sum = await consume(items);
    double end = bench_cpu_ns();
    bench_check(sum == items * (items - 1) / 2, "the sum");
    bench_report("buffered", (end - begin) / (double)items, "ns");
    return 0;
}
