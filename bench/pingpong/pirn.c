/* What does a round trip between two tasks cost, over two channels without
 * room for an item? Each side adds one, so the number that comes back tells
 * that both have had it. */
#include "../bench.h"

#include <pirn.h>

static async void pong(chan(long) in, chan(long) out)
{
    long ball;
    while (await pirn_chan_recv(in, &ball) == 0) {
        ball++;
        await pirn_chan_send(out, &ball);
        bench_part();
    }
}

static async long ping(long rounds)
{
    chan(long) there = pirn_chan_new(long, 0);
    chan(long) back = pirn_chan_new(long, 0);
    long ball = 0;
    scope (s) {
        spawn pong(there, back);
        for (long i = 0; i < rounds; i++) {
            await pirn_chan_send(there, &ball);
            await pirn_chan_recv(back, &ball);
            ball++;
            bench_item();
        }
        pirn_chan_close(there);
    }
    pirn_chan_free(there);
    pirn_chan_free(back);
    return ball;
}

async int main(void)
{
    long rounds = bench_size(5000000);
    bench_check(await ping(1000) == 2000, "1000 rounds");
    double begin = bench_cpu_ns();
    long ball = await ping(rounds);
    double end = bench_cpu_ns();
    bench_check(ball == 2 * rounds, "the ball");
    bench_report("pingpong", (end - begin) / (double)rounds, "ns");
    return 0;
}
