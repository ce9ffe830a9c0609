/* Whatever comes first.
 *
 *     pirn run examples/14_select.c
 *
 * `pirn_select` waits for several things at once and does exactly one of them:
 * the first that is ready. It gives the number of that one; of the others,
 * nothing has happened: no item was taken, no task freed. */
// env: PIRN_CLOCK=virtual
#include <stdio.h>

#include <pirn.h>

static async void order(chan(const char *) orders, const char *drink,
                        int minutes)
{
    await pirn_sleep(minutes * PIRN_MS);
    await pirn_chan_send(orders, &drink);
}

static async int shift(int minutes)
{
    await pirn_sleep(minutes * PIRN_MS);
    return minutes;
}

static async void serve(chan(const char *) orders, task(int) end_of_shift)
{
    const char *drink;
    int minutes;
    for (;;) {
        int i = await pirn_select(PIRN_RECV(orders, &drink),
                                  PIRN_JOIN(end_of_shift, &minutes),
                                  PIRN_AFTER(30 * PIRN_MS));
        if (i == 0) {
            printf("one %s\n", drink);
        } else if (i == 1) {
            printf("closed after %d minutes\n", minutes);
            return;
        } else {
            printf("polishes a glass\n");
        }
    }
}

async int main(void)
{
    chan(const char *) orders = pirn_chan_new(const char *, 0);
    scope (s) {
        task(int) end_of_shift = spawn shift(100);
        spawn order(orders, "lemonade", 15);
        spawn order(orders, "coffee", 85);
        await serve(orders, end_of_shift);
    }
    // expect: one lemonade
    // expect: polishes a glass
    // expect: polishes a glass
    // expect: one coffee
    // expect: closed after 100 minutes
    pirn_chan_free(orders);
    return 0;
}
