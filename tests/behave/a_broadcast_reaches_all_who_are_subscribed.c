// A broadcast gives each item to all who are subscribed, and does as it was
// told with those who are slow.
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

static void dropped(void *item)
{
    printf("dropped %d\n", *(int *)item);
}

static int copies, ended;

static void copied(void *item)
{
    (void)item;
    copies++;
}

static async void follow(chan(int) b, int who, int *sum)
{
    chan(int) c = pirn_broadcast_subscribe(b);
    int n, rc;
    while ((rc = await pirn_chan_recv(c, &n)) == 0) {
        *sum = *sum * 10 + n;
        for (int i = 0; i < who; i++) /* some are slower */
            await pirn_yield_now();
    }
    ended += rc == -EPIPE;
    pirn_chan_free(c);
}

/* The result is a digit for each that was sent. */
static async int send_all(chan(int) b, int count)
{
    int sent = 0;
    for (int i = 1; i <= count; i++) {
        int rc = await pirn_chan_send(b, &i);
        sent = sent * 10 + (rc == 0 ? 1 : rc == -ECANCELED ? 2 : 3);
    }
    return sent;
}

static async void blocks(void)
{
    chan(int) b = pirn_broadcast_new(int, 2, PIRN_SLOW_BLOCKS);
    int sums[3] = {0, 0, 0};
    await pirn_chan_send(b, &(int){9}); /* nobody is there: it is lost */
    scope (s) {
        for (int i = 0; i < 3; i++)
            spawn follow(b, i, &sums[i]);
        await pirn_yield_now();
        printf("%d\n", await send_all(b, 9));
        pirn_chan_close(b);
    }
    printf("%d %d %d, %d\n", sums[0], sums[1], sums[2], ended);
    pirn_chan_free(b);
}

/* One of two does not receive: who waits for it, and what lets them go. */
static async void waiting_for(int how)
{
    chan(int) b = pirn_broadcast_new(int, 1, PIRN_SLOW_BLOCKS);
    pirn_chan_set_drop(b, dropped);
    chan(int) slow = pirn_broadcast_subscribe(b);
    chan(int) quick = pirn_broadcast_subscribe(b);
    int n = 0;
    scope (s) {
        task(int) sender = spawn send_all(b, 3);
        await pirn_yield_now();
        printf("%zu %zu %zu ", pirn_chan_length(b), pirn_chan_length(slow),
               pirn_chan_length(quick));
        await pirn_chan_recv(quick, &n);
        printf("%d %d ", n, pirn_chan_try_recv(quick, &n) == -EAGAIN);
        printf("%d\n", pirn_chan_try_send(b, &n) == -EAGAIN);
        if (how == 0) {
            await pirn_chan_recv(slow, &n);
            printf("%d\n", n);
            pirn_chan_close(slow); /* with 2 in it */
        } else if (how == 1) {
            pirn_chan_free(slow);
            slow = NULL;
        } else {
            pirn_scope_cancel(s);
        }
        while (await pirn_chan_recv(quick, &n) == 0 && n < 3)
            printf("quick %d\n", n);
        printf("sent %d\n", await sender);
    }
    while (pirn_chan_try_recv(quick, &n) == 0)
        printf("quick %d\n", n);
    while (slow && pirn_chan_try_recv(slow, &n) == 0)
        printf("slow %d\n", n);
    pirn_chan_free(b);
    printf("%d\n", pirn_chan_try_recv(quick, &n) == -EPIPE);
    pirn_chan_free(slow);
    pirn_chan_free(quick);
}

static async void loses(enum pirn_slow how)
{
    chan(int) b = pirn_broadcast_new(int, 2, how);
    int n, sum = 0;
    pirn_chan_set_drop(b, dropped);
    pirn_broadcast_set_copy(b, copied);
    chan(int) c = pirn_broadcast_subscribe(b);
    chan(int) d = pirn_broadcast_subscribe(b);
    for (int i = 1; i <= 4; i++) {
        await pirn_chan_send(b, &i);
        await pirn_chan_recv(d, &n);
        sum = sum * 10 + n;
    }
    printf("%d copies %d\n", sum, copies);
    for (int rc = 0; rc == 0;) {
        rc = pirn_chan_try_recv(c, &n);
        if (rc == 0)
            printf("got %d\n", n);
        else
            printf("%d %d\n", rc == -EAGAIN, rc == -EOVERFLOW);
    }
    pirn_chan_free(b);
    pirn_chan_free(c);
    pirn_chan_free(d);
}

async int main(void)
{
    await blocks();
    // expect: 111111111
    // expect: 123456789 123456789 123456789, 3
    // 1 is in both; 2 waits, as slow is full, then 3 for quick.
    await waiting_for(0);
    // expect: 0 1 1 1 1 1
    // expect: 1
    // expect: quick 2
    // expect: sent 111
    // expect: slow 2
    // expect: 1
    await waiting_for(1);
    // expect: 0 1 1 1 1 1
    // expect: dropped 1
    // expect: quick 2
    // expect: sent 111
    // expect: 1
    await waiting_for(2);
    // expect: 0 1 1 1 1 1
    // expect: sent 122
    // expect: slow 1
    // expect: 1
    await loses(PIRN_SLOW_LOSES_OLDEST);
    // expect: dropped 1
    // expect: dropped 2
    // expect: 1234 copies 4
    // expect: got 3
    // expect: got 4
    // expect: 1 0
    await loses(PIRN_SLOW_IS_CUT);
    // expect: 1234 copies 6
    // expect: got 1
    // expect: got 2
    // expect: 0 1
    return 0;
}
