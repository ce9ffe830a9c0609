// Channels keep the order of the items, and of those who wait at either end.
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>
#include <string.h>

static char sent[100]; /* what the senders say, in their order */

static async void send_one(chan(int) c, int n)
{
    int rc = await pirn_chan_send(c, &n);
    sprintf(sent + strlen(sent), " %d:%d", n, rc);
}

static async void receive_one(chan(int) c, int who)
{
    int n = -1;
    int rc = await pirn_chan_recv(c, &n);
    printf("%d got %d %d\n", who, n, rc);
}

static async void let_others_run(void)
{
    for (int i = 0; i < 3; i++)
        await pirn_yield_now();
}

/* Nobody gets past: not an item, not a sender, not who tries. */
static async void senders(int capacity)
{
    chan(int) c = pirn_chan_new(int, capacity);
    int n = 9;
    sent[0] = '\0';
    scope (s) {
        for (int i = 0; i < 4; i++)
            spawn send_one(c, i);
        await let_others_run();
        printf("length %zu, try %d, sent%s\n", pirn_chan_length(c),
               pirn_chan_try_send(c, &n) == -EAGAIN, sent);
        for (int i = 0; i < 4; i++) {
            await pirn_chan_recv(c, &n);
            printf("%d, length %zu\n", n, pirn_chan_length(c));
        }
        printf("try %d\n", pirn_chan_try_recv(c, &n) == -EAGAIN);
    }
    printf("sent%s\n", sent);
    pirn_chan_free(c);
}

static async void receivers(int capacity)
{
    chan(int) c = pirn_chan_new(int, capacity);
    int n;
    scope (s) {
        for (int i = 0; i < 3; i++)
            spawn receive_one(c, i);
        await let_others_run();
        for (n = 10; n < 12; n++)
            printf("send %d\n", await pirn_chan_send(c, &n));
        /* The first two have not run yet, but what they get is theirs. */
        printf("length %zu, try %d\n", pirn_chan_length(c),
               pirn_chan_try_recv(c, &n) == -EAGAIN);
        printf("try %d\n", pirn_chan_try_send(c, &n));
        spawn receive_one(c, 3);
        n = 13;
        await pirn_chan_send(c, &n);
    }
    pirn_chan_free(c);
}

async int main(void)
{
    printf("rendezvous\n"); // expect: rendezvous
    await senders(0);
    // expect: length 0, try 1, sent
    // expect: 0, length 0
    // expect: 1, length 0
    // expect: 2, length 0
    // expect: 3, length 0
    // expect: try 1
    // expect: sent 0:0 1:0 2:0 3:0
    printf("two\n"); // expect: two
    await senders(2);
    // expect: length 2, try 1, sent 0:0 1:0
    // expect: 0, length 2
    // expect: 1, length 2
    // expect: 2, length 1
    // expect: 3, length 0
    // expect: try 1
    // expect: sent 0:0 1:0 2:0 3:0
    printf("receivers\n"); // expect: receivers
    await receivers(0);
    // expect: send 0
    // expect: send 0
    // expect: length 0, try 1
    // expect: try 0
    // expect: 0 got 10 0
    // expect: 1 got 11 0
    // expect: 2 got 12 0
    // expect: 3 got 13 0
    await receivers(5);
    // expect: send 0
    // expect: send 0
    // expect: length 0, try 1
    // expect: try 0
    // expect: 0 got 10 0
    // expect: 1 got 11 0
    // expect: 2 got 12 0
    // expect: 3 got 13 0
    return 0;
}
