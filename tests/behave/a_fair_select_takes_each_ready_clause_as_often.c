// pirn_select_fair does each clause that is ready as often as the others, wherever they stand.
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>

enum { TIMES = 4000 };

/* Within a fifth of an equal share, which is five standard deviations and more. */
static void judge(const char *what, const int *counts, int count, int ready)
{
    int share = TIMES / ready, good = 0, idle = 0;
    for (int i = 0; i < count; i++) {
        good += abs(counts[i] - share) <= share / 5;
        idle += counts[i] == 0;
    }
    if (good == ready && good + idle == count) {
        printf("%s: %d shares\n", what, ready);
        return;
    }
    printf("%s:", what);
    for (int i = 0; i < count; i++)
        printf(" %d", counts[i]);
    printf("\n");
}

/* Two neighbours among many that are not ready, then more of them. */
static async void neighbours(void)
{
    chan(int) full = pirn_chan_new(int, 2 * TIMES), never = pirn_chan_new(int, 0);
    struct pirn_clause clauses[64];
    int item = 1, counts[64] = {0};
    for (int i = 0; i < 64; i++)
        clauses[i] = PIRN_RECV(i == 40 || i == 41 ? full : never, &item);
    for (int i = 0; i < 2 * TIMES; i++)
        pirn_chan_try_send(full, &item);
    for (int i = 0; i < TIMES; i++)
        counts[await pirn_select_fair_from(clauses, 64)]++;
    judge("two of 64", counts, 64, 2); // expect: two of 64: 2 shares

    int thirds[6] = {0};
    clauses[0] = PIRN_RECV(full, &item);
    clauses[1] = PIRN_RECV(never, &item);
    clauses[2] = clauses[3] = clauses[4] = PIRN_RECV(never, &item);
    clauses[4] = clauses[5] = PIRN_RECV(full, &item);
    for (int i = 0; i < TIMES; i++) {
        pirn_chan_try_send(full, &item);
        thirds[await pirn_select_fair_from(clauses, 6)]++;
    }
    judge("three of 6", thirds, 6, 3); // expect: three of 6: 3 shares
    pirn_chan_free(full);
    pirn_chan_free(never);
}

static async int take(chan(int) c, int *counts)
{
    for (int i = 0, item; i < TIMES; i++) {
        await pirn_yield_now();
        await pirn_chan_recv(c, &item);
        counts[item]++;
    }
    return 0;
}

/* Two sends to one channel, with a receiver that waits and without. */
static async void sends(int room)
{
    chan(int) c = pirn_chan_new(int, room);
    int zero = 0, one = 1, counts[2] = {0};
    scope (s) {
        spawn take(c, counts);
        for (int i = 0; i < TIMES; i++) {
            while (pirn_chan_length(c) == (size_t)room && room)
                await pirn_yield_now();
            await pirn_select_fair(PIRN_SEND(c, &zero), PIRN_SEND(c, &one));
            await pirn_yield_now();
        }
    }
    judge("two sends", counts, 2, 2);
    pirn_chan_free(c);
}

static async int value(int n)
{
    return n;
}

/* Each kind of clause is one of those that are ready. */
static async void kinds(void)
{
    chan(int) full = pirn_chan_new(int, 1), closed = pirn_chan_new(int, 0);
    chan(int) latest = pirn_chan_new(int, PIRN_CONFLATED), endless = pirn_chan_new(int, PIRN_UNLIMITED);
    chan(int) hub = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS), blocked = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
    chan(int) sub = pirn_broadcast_subscribe(blocked), other = pirn_broadcast_subscribe(hub);
    int counts[10] = {0}, item = 1;
    pirn_chan_close(closed);
    pirn_chan_try_send(blocked, &item); /* and nobody takes it */
    scope (s) {
        for (int i = 0; i < TIMES; i++) {
            task(int) t = spawn value(i);
            await pirn_yield_now();
            pirn_chan_try_send(full, &item);
            counts[await pirn_select_fair(PIRN_RECV(full, &item), PIRN_SEND(full, &item), PIRN_SEND(closed, &item),
                                          PIRN_SEND(latest, &item), PIRN_SEND(blocked, &item), PIRN_JOIN(t, &item),
                                          PIRN_RECV(endless, &item), PIRN_SEND(hub, &item), PIRN_WRITABLE(1),
                                          PIRN_RECV(other, &item))]++;
            pirn_chan_try_recv(other, &item);
        }
    }
    judge("of each kind", counts, 10, 6); // expect: of each kind: 6 shares
    pirn_chan_free(full), pirn_chan_free(closed), pirn_chan_free(latest), pirn_chan_free(endless);
    pirn_chan_free(sub), pirn_chan_free(other), pirn_chan_free(hub), pirn_chan_free(blocked);
}

async int main(void)
{
    await neighbours();
    await kinds();
    await sends(0);   // expect: two sends: 2 shares
    await sends(200); // expect: two sends: 2 shares

    int counts[3] = {0};
    for (int i = 0; i < TIMES; i++)
        counts[await pirn_select_fair(PIRN_AFTER(-1000), PIRN_AFTER(60 * PIRN_S), PIRN_UNTIL(0))]++;
    judge("times", counts, 3, 2); // expect: times: 2 shares
    return 0;
}
