// Unlimited channels take all that is sent, conflated ones keep the latest.
// asan
// valgrind
// elided: same
// threads: any order, tsan
// workers: any
#include <stdio.h>
#include <pirn.h>

static int drops;
static long sum_of_drops;

static void count_drop(void *item)
{
    drops++;
    sum_of_drops += *(long *)item;
}

static async int fill(chan(long) c, long count)
{
    for (long i = 0; i < count; i++)
        if (await pirn_chan_send(c, &i) < 0)
            return -1;
    return 0;
}

async int main(void)
{
    chan(long) c = pirn_chan_new(long, PIRN_UNLIMITED);
    long n = 0, expected = 0, wrong = 0;
    pirn_chan_set_drop(c, count_drop);
    /* It grows when its ring has turned by any number of slots. */
    for (int round = 0; round < 40; round++) {
        for (int i = 0; i < round; i++, expected++) {
            long sent = expected;
            await pirn_chan_send(c, &sent);
        }
        for (int i = 0; i < round / 3; i++, n++) {
            long got;
            await pirn_chan_recv(c, &got);
            wrong += got != n;
        }
    }
    printf("%ld %zu\n", wrong, (size_t)pirn_chan_length(c)); // expect: 0 533
    pirn_chan_close(c);
    for (long got; await pirn_chan_recv(c, &got) == 0; n++)
        wrong += got != n;
    printf("%ld %ld %d\n", wrong, n, drops); // expect: 0 780 0
    printf("%d\n", await pirn_chan_send(c, &n) == -EPIPE); // expect: 1
    pirn_chan_free(c);

    c = pirn_chan_new(long, PIRN_CONFLATED);
    pirn_chan_set_drop(c, count_drop);
    printf("%d\n", pirn_chan_try_recv(c, &n) == -EAGAIN); // expect: 1
    scope (s) {
        printf("%d\n", await spawn fill(c, 5)); // expect: 0
        printf("%zu", (size_t)pirn_chan_length(c));
        printf(" %d", await pirn_chan_recv(c, &n));
        printf(" %ld\n", n); // expect: 1 0 4
    }
    printf("%d %ld\n", drops, sum_of_drops); // expect: 4 6
    await fill(c, 3);
    pirn_chan_close(c);
    printf("%d", await pirn_chan_recv(c, &n));
    printf(" %ld", n);
    printf(" %d\n", await pirn_chan_recv(c, &n) == -EPIPE); // expect: 0 2 1
    pirn_chan_free(c);
    printf("%d %ld\n", drops, sum_of_drops); // expect: 6 7

    c = pirn_chan_new(long, PIRN_CONFLATED);
    pirn_chan_set_drop(c, count_drop);
    await fill(c, 3);
    pirn_chan_free(c);
    printf("%d %ld\n", drops, sum_of_drops); // expect: 9 10
    return 0;
}
