// From the body, from a task of it, from one outside, from a plain callback.
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void sleeper(const char *name)
{
    int rc = await pirn_sleep(PIRN_S);
    printf("%s %s\n", name, rc == -ECANCELED ? "stopped" : "done");
}

static async void canceller(struct pirn_scope *s)
{
    await pirn_sleep(PIRN_MS);
    pirn_scope_cancel(s);
    printf("asked\n");
}

static void plain_callback(pirn_op *op, void *arg)
{
    pirn_scope_cancel(arg);
    pirn_complete(op, 5);
}

async int main(void)
{
    scope (s) {
        spawn sleeper("one");
        await pirn_yield_now();
        pirn_scope_cancel(s);
        pirn_scope_cancel(s);
        printf("asked\n");
    }
    // expect: asked
    // expect: one stopped
    scope (s) {
        spawn sleeper("two");
        spawn canceller(pirn_scope_ref(s));
        await sleeper("body");
    }
    // expect: asked
    // expect: body stopped
    // expect: two stopped
    scope (around) {
        scope (s) {
            spawn_in (around) canceller(pirn_scope_ref(s));
            spawn sleeper("three");
        }
    }
    // expect: asked
    // expect: three stopped
    scope (s) {
        spawn sleeper("four");
        await pirn_yield_now();
        int rc = await pirn_suspend(plain_callback, NULL, pirn_scope_ref(s));
        int refused = await pirn_suspend(plain_callback, NULL, NULL);
        printf("%d %d\n", rc, refused == -ECANCELED);
    }
    // expect: four stopped
    // expect: 5 1
    return 0;
}
