// Two selects that meet at a rendezvous do one clause each, and no more.
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

enum { CHANNELS = 3, ROUNDS = 200, SIDES = 4 };

static chan(int) channels[CHANNELS];
static int sent, received;
static long sum_sent, sum_received;

/* Each sends or receives, whatever comes first, on all the channels. */
static async void take_part(int who)
{
    for (int i = 0; i < ROUNDS; i++) {
        int got[CHANNELS] = {0, 0, 0}, rc = 1, mine = who * ROUNDS + i;
        int k = await pirn_select_fair(
            PIRN_RECV(channels[0], &got[0], &rc), PIRN_SEND(channels[1], &mine),
            PIRN_RECV(channels[2], &got[2], &rc), PIRN_SEND(channels[0], &mine),
            PIRN_RECV(channels[1], &got[1], &rc));
        if (k < 0)
            break;
        if (k == 1 || k == 3) {
            sent++;
            sum_sent += mine;
            if (rc != 1 || got[0] || got[1] || got[2])
                printf("more than was sent\n");
        } else {
            received++;
            sum_received += got[k == 0 ? 0 : k == 2 ? 2 : 1];
            if (rc != 0)
                printf("rc %d\n", rc);
        }
        if (who % 2)
            await pirn_yield_now();
    }
}

async int main(void)
{
    for (int i = 0; i < CHANNELS; i++)
        channels[i] = pirn_chan_new(int, 0);
    scope (s) {
        for (int i = 0; i < SIDES; i++)
            spawn take_part(i);
        for (int i = 0; i < 10 * ROUNDS * SIDES; i++)
            await pirn_yield_now();
        pirn_scope_cancel(s); /* if an odd number is left over */
    }
    printf("%d %d %d\n", sent == received, sum_sent == sum_received,
           sent > ROUNDS * (SIDES - 1) / 2); // expect: 1 1 1
    for (int i = 0; i < CHANNELS; i++) {
        int n = 0;
        printf("%d", pirn_chan_try_recv(channels[i], &n) == -EAGAIN);
        printf(" %d\n", pirn_chan_try_send(channels[i], &n) == -EAGAIN);
        pirn_chan_free(channels[i]);
    }
    // expect: 1 1
    // expect: 1 1
    // expect: 1 1
    return 0;
}
