/* A traced worker tells how a turn has gone out, while another ends the wait
 * that the turn began. */
// env: PIRN_TRACE=/dev/null
// workers: any
// expect: 4000 items, 4000 values
#include <pirn.h>
#include <stdio.h>

enum { ROUNDS = 2000 };

static int items, values;

static async void play(chan(int) in, chan(int) out, bool begins)
{
    int ball = 0;
    for (int i = 0; i < ROUNDS; i++) {
        if (begins && await pirn_chan_send(out, &ball) < 0)
            return;
        if (await pirn_chan_recv(in, &ball) < 0)
            return;
        __atomic_fetch_add(&items, 1, __ATOMIC_RELAXED);
        if (!begins && await pirn_chan_send(out, &ball) < 0)
            return;
    }
}

static async int echo(int i)
{
    await pirn_yield_now();
    return i;
}

static async void ask(unsigned worker)
{
    scope (s, .pinned = true) {
        for (int i = 0; i < ROUNDS; i++) {
            task(int) t = spawn_on(worker) echo(i);
            int value = await t;
            __atomic_fetch_add(&values, value == i, __ATOMIC_RELAXED);
        }
    }
}

async int main(void)
{
    chan(int) there = pirn_chan_new(int, 0), back = pirn_chan_new(int, 0);
    scope (s, .pinned = true) {
        spawn_on(0) play(back, there, true);
        spawn_on(1) play(there, back, false);
        spawn_on(0) ask(1);
        spawn_on(1) ask(0);
    }
    printf("%d items, %d values\n", items, values);
    pirn_chan_free(there);
    pirn_chan_free(back);
    return 0;
}
