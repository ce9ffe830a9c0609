/* A broadcast that cuts slow receivers off tells those that only receive from
 * those that do something else, on other workers and on threads, too. */
// workers: any
// threads: any order, tsan
// expect: room 1, send: 2000 2000 2000, 0 cut
// expect: room 1, select: 2000 2000 2000, 0 cut
// expect: room 7, send: 2000 2000 2000, 0 cut
// expect: two senders: 1000 1000, 0 cut
// expect: a slow one: 100, 1 cut, it had 2 and -EOVERFLOW
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

enum { ITEMS = 2000 };

static async int receive_all(chan(int) c, int *count)
{
    int item, rc;
    while ((rc = await pirn_chan_recv(c, &item)) == 0)
        ++*count;
    pirn_chan_free(c);
    return rc;
}

static async int send_items(chan(int) b, bool selects, int count)
{
    int cut = 0;
    for (int i = 0; i < count; i++) {
        int rc = 0;
        if (!selects)
            rc = await pirn_chan_send(b, &i);
        else if (await pirn_select(PIRN_SEND(b, &i, &rc)) < 0)
            return -1;
        if (rc < 0)
            return rc;
        cut += rc;
    }
    return cut;
}

static async void to_three(int room, bool selects)
{
    chan(int) b = pirn_broadcast_new(int, room, PIRN_SLOW_IS_CUT);
    int count[3] = {0}, cut = 0;
    scope (s) {
        for (unsigned i = 0; i < 3; i++)
            spawn_on(i) receive_all(pirn_broadcast_subscribe(b), &count[i]);
        cut = await send_items(b, selects, ITEMS);
        pirn_chan_close(b);
    }
    printf("room %d, %s: %d %d %d, %d cut\n", room, selects ? "select" : "send",
           count[0], count[1], count[2], cut);
    pirn_chan_free(b);
}

static async void by_two(void)
{
    chan(int) b = pirn_broadcast_new(int, 2, PIRN_SLOW_IS_CUT);
    int count[2] = {0}, cut = 0;
    scope (s) {
        for (unsigned i = 0; i < 2; i++)
            spawn_on(i) receive_all(pirn_broadcast_subscribe(b), &count[i]);
        task(int) t = spawn_on(1) send_items(b, false, ITEMS / 4);
        cut = await send_items(b, true, ITEMS / 4);
        cut += await t;
        pirn_chan_close(b);
    }
    printf("two senders: %d %d, %d cut\n", count[0], count[1], cut);
    pirn_chan_free(b);
}

/* Takes nothing before it is told that all has been sent. */
static async void sleep_first(chan(int) c, chan(int) told)
{
    int item, count = 0, rc;
    await pirn_chan_recv(told, &item);
    while ((rc = await pirn_chan_recv(c, &item)) == 0)
        count++;
    printf("it had %d and %s\n", count, rc == -EOVERFLOW ? "-EOVERFLOW" : "?");
    pirn_chan_free(c);
}

static async void with_a_slow_one(void)
{
    chan(int) b = pirn_broadcast_new(int, 2, PIRN_SLOW_IS_CUT);
    chan(int) told = pirn_chan_new(int, 1);
    int count = 0;
    scope (s) {
        spawn_on(1) sleep_first(pirn_broadcast_subscribe(b), told);
        task(int) t =
            spawn_on(1) receive_all(pirn_broadcast_subscribe(b), &count);
        int cut = await send_items(b, false, 100);
        pirn_chan_close(b);
        await t;
        printf("a slow one: %d, %d cut, ", count, cut);
        await pirn_chan_send(told, &cut);
    }
    pirn_chan_free(told);
    pirn_chan_free(b);
}

async int main(void)
{
    await to_three(1, false);
    await to_three(1, true);
    await to_three(7, false);
    await by_two();
    await with_a_slow_one();
    return 0;
}
