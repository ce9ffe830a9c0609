/* 10,000 tasks, all of them alive at one time, which sleep, wake and exchange
 * messages, in pairs. */
#include <pirn.h>
#include <stdio.h>

enum { PAIRS = 5000, ROUNDS = 5 };

static long sums[PAIRS];
static struct pirn_event all_are_there;
static struct pirn_wait_group on_their_way;

static async void wait_for_all(void)
{
    pirn_wait_group_done(&on_their_way);
    await pirn_event_wait(&all_are_there);
}

static async void pong(chan(long) in, chan(long) out)
{
    long ball;
    await wait_for_all();
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
        await wait_for_all();
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
        pirn_wait_group_add(&on_their_way, 2 * PAIRS);
        for (int i = 0; i < PAIRS; i++)
            spawn ping(i);
        await pirn_wait_group_wait(&on_their_way);
        pirn_event_set(&all_are_there);
    }
    for (int i = 0; i < PAIRS; i++)
        sum += sums[i];
    printf("%ld\n", sum);
    return sum != (long)PAIRS * (PAIRS - 1) / 2 + (long)PAIRS * ROUNDS;
}
