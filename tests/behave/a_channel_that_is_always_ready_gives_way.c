// A task that never has to wait on channels lets others have their turn.
#include <pirn.h>
#include <stdio.h>

static int turns, busy = 1;

static async void count_turns(void)
{
    while (busy) {
        turns++;
        await pirn_yield_now();
    }
}

async int main(void)
{
    chan(int) c = pirn_chan_new(int, 10), closed = pirn_chan_new(int, 0);
    int n = 0;
    pirn_chan_close(closed);
    scope (s) {
        spawn count_turns();
        for (int i = 0; i < 100000; i++) {
            await pirn_chan_send(c, &i);
            await pirn_chan_recv(c, &n);
        }
        printf("%d", turns > 500 && turns < 20000);
        turns = 0;
        for (int i = 0; i < 100000; i++)
            await pirn_chan_recv(closed, &n);
        printf(" %d", turns > 500 && turns < 20000);
        turns = 0;
        for (int i = 0; i < 100000; i++)
            await pirn_select(PIRN_SEND(closed, &n));
        printf(" %d\n", turns > 500 && turns < 20000); // expect: 1 1 1
        busy = 0;
    }
    printf("%d\n", n); // expect: 99999
    pirn_chan_free(c);
    pirn_chan_free(closed);
    return 0;
}
