/* What does a round trip cost between two tasks on two workers, over two
 * channels without room for an item? By the clock on the wall. Both stay on
 * their workers, these on cores of their own, and neither worker has time to
 * fall asleep. Each side adds one to the number that goes to and fro. */
#include "../bench.h"

#include <pirn.h>

static async void pong(chan(long) in, chan(long) out)
{
    long ball;
    bench_pin(pirn_worker());
    while (await pirn_chan_recv(in, &ball) == 0) {
        ball++;
        await pirn_chan_send(out, &ball);
        bench_part();
    }
}

static async long ping(chan(long) out, chan(long) in, long rounds)
{
    long ball = 0;
    bench_pin(pirn_worker());
    for (long i = 0; i < rounds; i++) {
        await pirn_chan_send(out, &ball);
        await pirn_chan_recv(in, &ball);
        ball++;
        bench_item();
    }
    pirn_chan_close(out);
    return ball;
}

static async long pass(long rounds)
{
    chan(long) there = pirn_chan_new(long, 0);
    chan(long) back = pirn_chan_new(long, 0);
    long ball = 0;
    scope (s, .pinned = true) {
        spawn_on(1) pong(there, back);
        task(long) player = spawn_on(0) ping(there, back, rounds);
        ball = await player;
    }
    pirn_chan_free(there);
    pirn_chan_free(back);
    return ball;
}

static async double measure(long rounds)
{
    bench_check(await pass(1000) == 2000, "1000 rounds");
    long long begin = bench_wall_ns();
    long ball = await pass(rounds);
    double time = (double)(bench_wall_ns() - begin);
    bench_check(ball == 2 * rounds, "the ball");
    return time;
}

int main(void)
{
    long rounds = bench_size(300000);
    setenv("PIRN_WORKERS", "2", 1);
    double time = pirn_run(measure(rounds));
    bench_report("pingpong-2", time / (double)rounds, "ns");
    return 0;
}
