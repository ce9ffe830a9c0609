// A broadcast cuts off receivers that had a turn and did not receive, no others, and tells its sender how many.
// asan
// valgrind
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

enum { ITEMS = 3000 };

static async int receive_all(chan(int) c, int *count)
{
    int item, rc;
    while ((rc = await pirn_chan_recv(c, &item)) == 0)
        ++*count;
    pirn_chan_free(c);
    return rc;
}

/* Takes an item in every eighth turn, so many times, and then what is left. */
static async int dawdle(chan(int) c, int times)
{
    int item, rc = 0;
    for (int i = 0; i < times && rc == 0; i++) {
        for (int j = 0; j < 7; j++)
            await pirn_yield_now();
        rc = await pirn_chan_recv(c, &item);
    }
    for (int i = 0; i < 200; i++)
        await pirn_yield_now();
    while (pirn_chan_try_recv(c, &item) == 0)
        ;
    rc = pirn_chan_try_recv(c, &item);
    pirn_chan_free(c);
    return rc;
}

/* By a send, or by a clause of a select; sums up what it is told. */
static async int send_items(chan(int) b, bool selects, int count)
{
    int cut = 0, rc = 0;
    for (int i = 0; i < count && rc >= 0; i++) {
        if (!selects)
            rc = await pirn_chan_send(b, &i);
        else if (await pirn_select_fair(PIRN_SEND(b, &i, &rc), PIRN_RECV((chan(int))NULL, &i)) < 0)
            rc = -1;
        if (rc > 0)
            cut += rc;
    }
    return rc < 0 ? rc : cut;
}

static async void alone(int room, bool selects)
{
    chan(int) b = pirn_broadcast_new(int, room, PIRN_SLOW_IS_CUT);
    int count[2] = {0}, cut = -1, rc[2];
    scope (s) {
        task(int) x = spawn receive_all(pirn_broadcast_subscribe(b), &count[0]);
        task(int) y = spawn receive_all(pirn_broadcast_subscribe(b), &count[1]);
        cut = await send_items(b, selects, ITEMS);
        pirn_chan_close(b);
        rc[0] = await x;
        rc[1] = await y;
    }
    printf("%d %d, %d cut %d\n", count[0], count[1], cut, rc[0] == -EPIPE && rc[1] == -EPIPE);
    pirn_chan_free(b);
}

/* Several senders take each other's places, and the slow ones are found out. */
static async void mixed(bool selects)
{
    chan(int) b = pirn_broadcast_new(int, 2, PIRN_SLOW_IS_CUT);
    int count = 0, cut = 0;
    scope (s) {
        task(int) fast = spawn receive_all(pirn_broadcast_subscribe(b), &count);
        task(int) slow = spawn dawdle(pirn_broadcast_subscribe(b), 8), never = spawn dawdle(pirn_broadcast_subscribe(b), 0);
        await pirn_yield_now();
        task(int) senders[3];
        for (int i = 0; i < 3; i++)
            senders[i] = spawn send_items(b, selects, 500);
        for (int i = 0; i < 3; i++)
            cut += await senders[i];
        pirn_chan_close(b);
        int rc = await fast, rc2 = await slow, rc3 = await never;
        printf("%d, %d cut %d %d %d\n", count, cut, rc == -EPIPE, rc2 == -EOVERFLOW, rc3 == -EOVERFLOW);
    }
    pirn_chan_free(b);
}

/* What cannot give way cuts nobody; a sender that is cancelled meanwhile has sent nothing. */
static async void without_waiting(void)
{
    chan(int) b = pirn_broadcast_new(int, 1, PIRN_SLOW_IS_CUT), c = pirn_broadcast_subscribe(b);
    int one = 1, two = 2, item = 0, rc = pirn_chan_try_send(b, &one);
    printf("%d %d", rc, pirn_chan_try_send(b, &two) == -EAGAIN);
    printf(" %zu\n", pirn_chan_length(c)); // expect: 0 1 1
    scope (s) {
        task(int) t = spawn send_items(b, false, 1), u = spawn send_items(b, true, 1);
        await pirn_yield_now();
        pirn_cancel(t);
        pirn_cancel(u);
        rc = await t;
        printf("%d", rc == -ECANCELED);
        rc = await u;
        printf("%d\n", rc < 0); // expect: 11
    }
    printf("%d", pirn_chan_try_recv(c, &item));
    printf(" %d", pirn_chan_try_recv(c, &item) == -EAGAIN);
    printf(" %d", item);
    rc = await pirn_chan_send(b, &two);
    printf(" %d", rc);
    rc = await pirn_chan_send(b, &two);
    printf(" %d", rc);
    printf(" %d", pirn_chan_try_recv(c, &item));
    printf(" %d\n", pirn_chan_try_recv(c, &item) == -EOVERFLOW); // expect: 0 1 1 0 1 0 1
    pirn_chan_free(c);
    pirn_chan_free(b);
}

async int main(void)
{
    await without_waiting();
    await alone(1, false); // expect: 3000 3000, 0 cut 1
    await alone(16, false); // expect: 3000 3000, 0 cut 1
    await alone(200, false); // expect: 3000 3000, 0 cut 1
    await alone(1, true); // expect: 3000 3000, 0 cut 1
    await alone(50, true); // expect: 3000 3000, 0 cut 1
    await mixed(false); // expect: 1500, 2 cut 1 1 1
    await mixed(true); // expect: 1500, 2 cut 1 1 1
    return 0;
}
