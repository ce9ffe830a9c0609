// A task sees what is bound where it belongs, not where it was spawned from.
// env: PIRN_CLOCK=virtual
#include <pirn.h>
#include <stdio.h>

static struct pirn_local name = {"nobody"};

static async int tell(const char *expected)
{
    await pirn_sleep(PIRN_MS);
    printf("%s: %s\n", expected, (char *)pirn_local_get(&name));
    return 0;
}

static void callback(struct pirn_scope *s)
{
    spawn_in (s) tell("outer");
}

static async int self(task(int) *me)
{
    pirn_cancel(*me);
    printf("still %s\n", (char *)pirn_local_get(&name));
    return 0;
}

async int main(void)
{
    scope (outer) {
        struct pirn_local_binding a, b;
        spawn tell("outer"); /* before it is bound */
        pirn_local_set(outer, &a, &name, "outer");
        scope (inner, .shield = 1) {
            pirn_local_set(inner, &b, &name, "inner");
            spawn_in (outer) tell("outer");
            callback(pirn_scope_ref(outer));
            spawn tell("inner");
            task(int) t = spawn self(&t);
            await t;
            // expect: still inner
        }
        // expect: outer: outer
        // expect: outer: outer
        // expect: outer: outer
        // expect: inner: inner
        pirn_local_set(outer, &b, &name, "again"); /* its scope has ended */
        await tell("again");
        // expect: again: again
    }
    return 0;
}
