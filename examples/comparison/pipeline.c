/* A pipeline: one task makes numbers, three square them, one adds them up.
 * The channels between them are small, so nobody gets far ahead; whoever has
 * sent the last item closes; and when the last stage has enough, the others
 * stop. docs/comparison.md compares it with pipeline.go.
 *
 *     pirn run examples/comparison/pipeline.c */
// asan
#include <limits.h>
#include <stdio.h>

#include <pirn.h>

enum { ROOM = 4, WORKERS = 3 };

static int made; /* how many numbers have been begun */

static async void make_numbers(int last, chan(int) out)
{
    for (int i = 1; i <= last; i++) {
        made = i;
        if (await pirn_chan_send(out, &i) < 0)
            break;
    }
    pirn_chan_close(out);
}

static async void square(chan(int) in, chan(long) out)
{
    int n;
    while (await pirn_chan_recv(in, &n) == 0) {
        long result = (long)n * n;
        if (await pirn_chan_send(out, &result) < 0)
            break;
    }
}

static async void square_all(chan(int) in, chan(long) out)
{
    scope (workers) {
        for (int i = 0; i < WORKERS; i++)
            spawn square(in, out);
    }
    pirn_chan_close(out); /* the last of them has sent its last */
}

/* Adds up at most `enough` squares of the numbers to `last`. */
static async long add_squares(int last, int enough, int *taken)
{
    chan(int) numbers = pirn_chan_new(int, ROOM);
    chan(long) squares = pirn_chan_new(long, ROOM);
    defer pirn_chan_free(numbers);
    defer pirn_chan_free(squares);
    long sum = 0, next;
    *taken = 0;
    scope (s) {
        spawn make_numbers(last, numbers);
        spawn square_all(numbers, squares);
        while (*taken < enough && await pirn_chan_recv(squares, &next) == 0) {
            sum += next;
            ++*taken;
        }
        return sum; /* leaves the scope, which stops who still runs */
    }
}

async int main(void)
{
    int taken;
    long sum = await add_squares(100, INT_MAX, &taken);
    printf("%d numbers made, %d taken, sum %ld\n", made, taken, sum);
    // expect: 100 numbers made, 100 taken, sum 338350

    await add_squares(INT_MAX, 10, &taken);
    int ahead = made - taken;
    printf("%d taken, at most %d ahead: %s\n", taken, 2 * ROOM + WORKERS + 1,
           ahead <= 2 * ROOM + WORKERS + 1 ? "yes" : "no");
    // expect: 10 taken, at most 12 ahead: yes
    return 0;
}
