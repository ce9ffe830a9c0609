// Whatever kind of channel tasks of several workers pass items through, and
// however often they wait in vain, each item that was sent is received or
// dropped, once.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { TASKS = 4, ITEMS = 30 };

static long sent, received, dropped; /* sums of items */

static void drop(void *item)
{
    add(&dropped, *(long *)item);
}

static async int send_one(chan(long) c, long item, unsigned *seed)
{
    int rc = -ECANCELED;
    switch (next(seed) % 4) {
    case 0:
        return pirn_chan_try_send(c, &item);
    case 1:
        scope (s, .timeout = moment(seed))
            rc = await pirn_chan_send(c, &item);
        return rc;
    case 2:
        if (await pirn_select(PIRN_SEND(c, &item, &rc),
                              PIRN_AFTER(moment(seed))) != 0)
            return -EAGAIN;
        return rc;
    }
    return await pirn_chan_send(c, &item);
}

static async int receive_one(chan(long) c, long *item, unsigned *seed)
{
    int rc = -ECANCELED;
    switch (next(seed) % 4) {
    case 0:
        return pirn_chan_try_recv(c, item);
    case 1:
        scope (s, .timeout = moment(seed))
            rc = await pirn_chan_recv(c, item);
        return rc;
    case 2:
        if (await pirn_select(PIRN_AFTER(moment(seed)),
                              PIRN_RECV(c, item, &rc)) != 1)
            return -EAGAIN;
        return rc;
    }
    return await pirn_chan_recv(c, item);
}

static async void produce(chan(long) c, unsigned seed)
{
    for (int i = 0; i < ITEMS && !pirn_is_cancelled(); i++) {
        long item = 1 << 20 | (long)(next(&seed) % 1000);
        if (await send_one(c, item, &seed) == 0)
            add(&sent, item);
        await wander(&seed);
    }
}

static async void consume(chan(long) c, unsigned seed)
{
    long item;
    int rc;
    while ((rc = await receive_one(c, &item, &seed)) != -EPIPE) {
        if (rc == 0)
            add(&received, item);
        await wander(&seed);
    }
}

/* Half of the producers may be cancelled before they have finished. */
static async void produce_all(chan(long) c, unsigned seed)
{
    scope (all) {
        scope (s) {
            for (int i = 0; i < TASKS; i++)
                if (i % 2)
                    spawn_on(next(&seed)) produce(c, next(&seed));
                else
                    spawn_in(all) produce(c, next(&seed));
            for (int i = 0; i < 20; i++)
                await wander(&seed);
            pirn_scope_cancel(s);
        }
    }
}

static async void pass(int capacity, unsigned seed)
{
    chan(long) c = pirn_chan_new(long, capacity);
    pirn_chan_set_drop(c, drop);
    sent = received = dropped = 0;
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn consume(c, next(&seed));
        await produce_all(c, seed);
        pirn_chan_close(c);
    }
    pirn_chan_free(c);
    MUST(sent == received + dropped);
    MUST(received > 0);
    MUST(dropped == 0 || capacity == PIRN_CONFLATED);
}

static async void round_of(unsigned seed)
{
    await pass(0, seed);
    await pass(1, seed);
    await pass(7, seed);
    await pass(PIRN_UNLIMITED, seed);
    await pass(PIRN_CONFLATED, seed);
}
