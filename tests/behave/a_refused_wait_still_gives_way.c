// In a cancelled scope tasks that go on waiting do not keep others out.
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static int finished;

static async void busy(void)
{
    int refused = 0;
    while (!finished)
        refused += await pirn_sleep(PIRN_S) == -ECANCELED;
    printf("busy %d\n", refused > 0);
}

static async void other(void)
{
    for (int i = 0; i < 10; i++)
        await pirn_yield_now();
    finished = 1;
    printf("other\n");
}

async int main(void)
{
    scope (around) {
        spawn other();
        scope (s) {
            spawn busy();
            pirn_scope_cancel(s);
        }
    }
    // expect: other
    // expect: busy 1
    return 0;
}
