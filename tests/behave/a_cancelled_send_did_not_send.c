// A cancelled send did not send, a cancelled receive took nothing; what came
// first counts.
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

static async void send_one(chan(int) c, int n)
{
    int rc = await pirn_chan_send(c, &n);
    printf("send %d: %d\n", n, rc == -ECANCELED ? -1 : rc);
}

static async void receive_one(chan(int) c, int who)
{
    int n = 0;
    int rc = await pirn_chan_recv(c, &n);
    printf("%d: %d %d\n", who, rc == -ECANCELED ? -1 : rc, n);
}

async int main(void)
{
    int n;
    chan(int) c = pirn_chan_new(int, 1);
    scope (all) {
        /* The one in the middle goes, and the others move up. */
        spawn send_one(c, 1);
        spawn send_one(c, 2);
        scope (s) {
            spawn send_one(c, 3);
            await pirn_yield_now();
            spawn_in (all) send_one(c, 4);
            await pirn_yield_now();
            pirn_scope_cancel(s);
        }
        for (int i = 0; i < 3; i++) {
            await pirn_chan_recv(c, &n);
            printf("got %d\n", n);
        }
        printf("%zu %d\n", pirn_chan_length(c), pirn_chan_try_recv(c, &n));
    }
    // expect: send 1: 0
    // expect: send 3: -1
    // expect: got 1
    // expect: got 2
    // expect: got 4
    // expect: 0 -11
    // expect: send 2: 0
    // expect: send 4: 0

    /* The last one that waits goes: the channel is as before. */
    scope (s) {
        spawn receive_one(c, 5);
        await pirn_yield_now();
        pirn_scope_cancel(s);
    }
    // expect: 5: -1 0
    n = 6;
    printf("%d", pirn_chan_try_send(c, &n));
    printf(" %d\n", pirn_chan_try_send(c, &n)); // expect: 0 -11
    scope (s, .timeout = PIRN_MS) {
        printf("%d\n", await pirn_chan_send(c, &n) == -ECANCELED); // expect: 1
    } else {
        printf("else\n"); // expect: else
    }
    printf("%zu\n", pirn_chan_length(c)); // expect: 1

    /* In a cancelled scope nothing happens, ready or not. */
    scope (s) {
        pirn_scope_cancel(s);
        n = 0;
        printf("%d", await pirn_chan_recv(c, &n) == -ECANCELED);
        printf(" %d\n", n); // expect: 1 0
        pirn_chan_try_recv(c, &n);
        printf("%d", n);
        printf(" %d\n", await pirn_chan_send(c, &n) == -ECANCELED);
        // expect: 6 1
    }
    printf("%zu\n", pirn_chan_length(c)); // expect: 0

    /* Handed over before the cancellation, though it has not run since. */
    scope (s) {
        spawn receive_one(c, 7);
        spawn receive_one(c, 8);
        await pirn_yield_now();
        await pirn_chan_send(c, &(int){42});
        pirn_scope_cancel(s);
    }
    // expect: 7: 0 42
    // expect: 8: -1 0
    chan(int) r = pirn_chan_new(int, 0);
    scope (s) {
        spawn send_one(r, 9);
        spawn send_one(r, 10);
        await pirn_yield_now();
        await pirn_chan_recv(r, &n);
        pirn_scope_cancel(s);
        printf("%d\n", n); // expect: 9
    }
    // expect: send 9: 0
    // expect: send 10: -1
    pirn_chan_free(c);
    pirn_chan_free(r);
    return 0;
}
