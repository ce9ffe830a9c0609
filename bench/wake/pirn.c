/* A task, on a worker that sleeps: see wake.h. Both are pinned, so that the
 * worker that wakes cannot take the other's task over. */
#include "wake.h"

#include <pirn.h>

static async void waiter(chan(int) balls)
{
    int round;
    while (await pirn_chan_recv(balls, &round) == 0) {
        ran_at[round] = bench_wall_ns();
        bench_item();
    }
}

static async void wake_all(void)
{
    chan(int) balls = pirn_chan_new(int, 1);
    scope (s, .pinned = true) {
        spawn_on(1) waiter(balls);
        for (int i = 0; i < ROUNDS; i++) {
            bench_pause();
            woken_at[i] = bench_wall_ns();
            await pirn_chan_send(balls, &i);
            bench_part();
        }
        pirn_chan_close(balls);
    }
    pirn_chan_free(balls);
}

int main(void)
{
    setenv("PIRN_WORKERS", "2", 1);
    pirn_run(wake_all());
    report();
    return 0;
}
