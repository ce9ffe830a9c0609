/* At the last time that there is, what comes later never comes, and nothing is
 * reckoned beyond it. */
// env: PIRN_CLOCK=virtual
// workers: any
// threads: any order, tsan
// asan
// expect: it is the last time
// expect: sleep: -ECANCELED
// expect: timeout: -ECANCELED
// expect: select: -ECANCELED
// expect: refused 1100 times
// expect: 1 cut
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

static const char *name_of(int rc)
{
    return rc == -ECANCELED ? "-ECANCELED" : rc ? "?" : "0";
}

static async int sleeps(void)
{
    return await pirn_sleep(1);
}

static async int sleeps_with_timeout(void)
{
    int rc = 0;
    scope (s, .timeout = 1)
        rc = await pirn_sleep(PIRN_NEVER);
    return rc;
}

static async int selects(void)
{
    return await pirn_select(PIRN_AFTER(1), PIRN_UNTIL(PIRN_NEVER));
}

/* Lets t wait, if it is to, and cancels it then. */
static async int stopped(task(int) t)
{
    for (int i = 0; i < 100; i++)
        await pirn_yield_now();
    pirn_cancel(t);
    return await t;
}

async int main(void)
{
    int refused = 0, cut = 0;
    await pirn_sleep_until(PIRN_NEVER - 1);
    if (pirn_now() == PIRN_NEVER - 1)
        printf("it is the last time\n");
    scope (s) {
        printf("sleep: %s\n", name_of(await stopped(spawn sleeps())));
        task(int) t = spawn sleeps_with_timeout();
        printf("timeout: %s\n", name_of(await stopped(t)));
        printf("select: %s\n", name_of(await stopped(spawn selects())));
    }
    scope (s) {
        pirn_scope_cancel(s);
        for (int i = 0; i < 1100; i++)
            refused += await pirn_sleep(1) == -ECANCELED;
    }
    printf("refused %d times\n", refused);
    chan(int) b = pirn_broadcast_new(int, 1, PIRN_SLOW_IS_CUT);
    chan(int) c = pirn_broadcast_subscribe(b);
    for (int i = 0; i < 2; i++)
        cut += await pirn_chan_send(b, &i);
    printf("%d cut\n", cut);
    pirn_chan_free(c);
    pirn_chan_free(b);
    return 0;
}
