// Items of a broadcast are counted references. Between several workers, with
// receivers that come and go and waits that are cut short, each is given up as
// often as it was held, and who stays all the time gets all.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { SENDERS = 3, RECEIVERS = 4, ITEMS = 25 };

static int holders[SENDERS * ITEMS]; /* of each item */
static long sent, seen;              /* seen by who stays */

static void hold(void *item)
{
    __atomic_add_fetch(&holders[*(int *)item], 1, __ATOMIC_RELAXED);
}

static void give_up(void *item)
{
    __atomic_sub_fetch(&holders[*(int *)item], 1, __ATOMIC_RELAXED);
}

static async void send_all(chan(int) b, int first, unsigned seed)
{
    for (int item = first; item < first + ITEMS; item++) {
        int rc = -ECANCELED;
        hold(&item);
        if (next(&seed) % 3)
            rc = await pirn_chan_send(b, &item);
        else scope (s, .timeout = moment(&seed))
            rc = await pirn_chan_send(b, &item);
        if (rc < 0)
            give_up(&item);
        else
            add(&sent, 1);
        await wander(&seed);
    }
}

static async void stay(chan(int) own, unsigned seed)
{
    int item;
    while (await pirn_chan_recv(own, &item) == 0) {
        give_up(&item);
        add(&seen, 1);
        await wander(&seed);
    }
    pirn_chan_free(own);
}

/* Subscribes for a while, again and again, until the broadcast is closed. */
static async void come_and_go(chan(int) b, unsigned seed)
{
    int item, rc = 0;
    while (rc != -EPIPE) {
        chan(int) own = pirn_broadcast_subscribe(b);
        for (unsigned left = next(&seed) % 5; left > 0; left--) {
            rc = -ECANCELED;
            scope (s, .timeout = moment(&seed))
                rc = await pirn_chan_recv(own, &item);
            if (rc == 0)
                give_up(&item);
            if (rc == -EPIPE)
                break;
            MUST(rc == 0 || rc == -ECANCELED || rc == -EOVERFLOW);
            await wander(&seed);
        }
        pirn_chan_free(own);
        await wander(&seed);
    }
}

static async void pass(enum pirn_slow slow, unsigned seed)
{
    chan(int) b = pirn_broadcast_new(int, 3, slow);
    pirn_chan_set_drop(b, give_up);
    pirn_broadcast_set_copy(b, hold);
    sent = seen = 0;
    scope (all) {
        spawn stay(pirn_broadcast_subscribe(b), next(&seed));
        for (int i = 0; i < RECEIVERS; i++)
            spawn come_and_go(b, next(&seed));
        scope (s) {
            for (int i = 0; i < SENDERS; i++)
                spawn send_all(b, i * ITEMS, next(&seed));
        }
        pirn_chan_close(b);
    }
    pirn_chan_free(b);
    for (int i = 0; i < SENDERS * ITEMS; i++)
        MUST(holders[i] == 0);
    MUST(sent > 0);
    MUST(slow == PIRN_SLOW_BLOCKS ? seen == sent : seen <= sent);
}

static async void round_of(unsigned seed)
{
    await pass(PIRN_SLOW_BLOCKS, seed);
    await pass(PIRN_SLOW_LOSES_OLDEST, seed);
    await pass(PIRN_SLOW_IS_CUT, seed);
}
