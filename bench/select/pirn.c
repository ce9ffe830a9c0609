/* What does it cost to receive from whichever of four channels has an item? In
 * each turn one of them, at random, is given the number of the turn. */
#include "../bench.h"

#include <pirn.h>

static async long turns(long count)
{
    chan(long) c[4];
    unsigned long seed = 88172645463325252;
    long sum = 0, item;
    for (int i = 0; i < 4; i++)
        c[i] = pirn_chan_new(long, 1);
    for (long turn = 0; turn < count; turn++) {
        int ready = bench_random(&seed) & 3;
        pirn_chan_try_send(c[ready], &turn);
        int i =
            await pirn_select(PIRN_RECV(c[0], &item), PIRN_RECV(c[1], &item),
                              PIRN_RECV(c[2], &item), PIRN_RECV(c[3], &item));
        bench_check(i == ready, "the clause");
        sum += item;
        bench_item();
    }
    for (int i = 0; i < 4; i++)
        pirn_chan_free(c[i]);
    return sum;
}

async int main(void)
{
    long count = bench_size(5000000);
    bench_check(await turns(1000) == 499500, "1000 turns");
    double begin = bench_cpu_ns();
    long sum = await turns(count);
    double end = bench_cpu_ns();
    bench_check(sum == count * (count - 1) / 2, "the sum");
    bench_report("select", (end - begin) / (double)count, "ns");
    return 0;
}
