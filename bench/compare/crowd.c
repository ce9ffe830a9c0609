/* 10,000 tasks, which sleep, wake and exchange messages, in pairs. */
#include <pirn.h>
#include <stdio.h>

enum { PAIRS = 5000, ROUNDS = 5 };

static long sums[PAIRS];

static async void pong(chan(long) in, chan(long) out)
{
    long ball;
    while (await pirn_chan_recv(in, &ball) == 0) {
        ball++;
        await pirn_chan_send(out, &ball);
    }
}

static async void ping(int number)
{
    chan(long) there = pirn_chan_new(long, 0);
    chan(long) back = pirn_chan_new(long, 0);
    long ball = number;
    scope (s) {
        spawn pong(there, back);
        for (int i = 0; i < ROUNDS; i++) {
            await pirn_sleep((number * 7 + i * 3) % 20 * PIRN_MS);
            await pirn_chan_send(there, &ball);
            await pirn_chan_recv(back, &ball);
        }
        pirn_chan_close(there);
    }
    sums[number] = ball;
    pirn_chan_free(there);
    pirn_chan_free(back);
}

async int main(void)
{
    long sum = 0;
    scope (s) {
        for (int i = 0; i < PAIRS; i++)
            spawn ping(i);
    }
    for (int i = 0; i < PAIRS; i++)
        sum += sums[i];
    printf("%ld\n", sum);
    return sum != (long)PAIRS * (PAIRS - 1) / 2 + (long)PAIRS * ROUNDS;
}
