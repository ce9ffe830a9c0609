// pirn_until_signal cancels what runs in it at a signal; the next does what it did.
// asan
// threads: any order, tsan
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static volatile sig_atomic_t before;

static void count(int number)
{
    (void)number;
    before++;
}

static async int serve(void *arg)
{
    raise(SIGTERM);
    int rc = await pirn_sleep(*(int64_t *)arg);
    const struct pirn_cancel_reason *why = pirn_cancel_reason();
    if (why)
        printf("%s\n", why->text);
    return rc;
}

static async int finish(void *arg)
{
    (void)arg;
    return 7;
}

async int main(void)
{
    int64_t long_time = 1000 * PIRN_S;
    signal(SIGTERM, count);
    int rc = await pirn_until_signal(PIRN_SIGNAL(SIGTERM), serve, &long_time);
    // expect: a signal
    printf("%d %d\n", rc == -ECANCELED, (int)before); // expect: 1 0
    raise(SIGTERM);
    printf("%d\n", (int)before); // expect: 1
    printf("%d\n", await pirn_until_signal(PIRN_SIGNAL(SIGTERM), finish, NULL));
    // expect: 7
    raise(SIGTERM);
    printf("%d\n", (int)before); // expect: 2
    printf("%d\n", await pirn_until_signal(PIRN_SIGNAL(SIGKILL), finish, NULL) ==
                       -EINVAL); // expect: 1
    return 0;
}
