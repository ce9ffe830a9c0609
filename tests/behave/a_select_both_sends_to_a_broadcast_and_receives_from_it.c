// A select may wait to send to a broadcast and for what comes out of it: the
// item that it sends is received later, like any other. What is called while
// an item is handed out may cancel its sender, which has sent it all the same.
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

static chan(int) hub, slow, quick;
static struct pirn_scope *of_sender;

static async void send_or_receive(void)
{
    int item = 7, got = -1;
    int which = await pirn_select(PIRN_RECV(quick, &got), PIRN_SEND(hub, &item),
                                  PIRN_SEND(hub, &item));
    printf("clause %d, %d\n", which, got);
}

static async void send_one(void)
{
    int item = 8;
    printf("sent: %d\n", await pirn_chan_send(hub, &item));
    printf("then: %d\n", (await pirn_yield_now()) == -ECANCELED);
}

static void cancel_sender(void *item)
{
    (void)item;
    if (of_sender)
        pirn_scope_cancel(of_sender);
}

static int take(chan(int) c)
{
    int item = -1;
    return pirn_chan_try_recv(c, &item) == 0 ? item : -1;
}

static async void fill(void)
{
    int item = 1;
    await pirn_chan_send(hub, &item);
    take(quick);
}

async int main(void)
{
    hub = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
    slow = pirn_broadcast_subscribe(hub);
    quick = pirn_broadcast_subscribe(hub);
    pirn_broadcast_set_copy(hub, cancel_sender);

    await fill();
    scope (s) {
        spawn send_or_receive();
        await pirn_yield_now();
        take(slow);
    }
    // expect: clause 1, -1
    printf("%d %d\n", take(slow), take(quick)); // expect: 7 7

    await fill();
    scope (s) {
        spawn send_one();
        await pirn_yield_now();
        of_sender = s;
        take(slow);
    }
    of_sender = NULL;
    // expect: sent: 0
    // expect: then: 1
    printf("%d %d\n", take(slow), take(quick)); // expect: 8 8

    /* So may a select be, whose other clauses have been left before. */
    await fill();
    scope (s) {
        spawn send_or_receive();
        await pirn_yield_now();
        of_sender = s;
        take(slow);
    }
    of_sender = NULL;
    // expect: clause 1, -1
    printf("%d %d\n", take(slow), take(quick)); // expect: 7 7

    pirn_chan_free(slow);
    pirn_chan_free(quick);
    pirn_chan_free(hub);
}
