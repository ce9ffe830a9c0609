// A scope with .shield goes on when one around it is cancelled, its tasks too.
// asan
// valgrind
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

static async int nap(const char *name)
{
    int rc = await pirn_sleep(10 * PIRN_MS);
    printf("%s %d\n", name, rc != -ECANCELED);
    return rc;
}

async int main(void)
{
    scope (outer) {
        pirn_scope_cancel(outer);
        scope (inner, .shield = 1) {
            spawn nap("spawned in a shield, late");
            await nap("shielded, late");
            // expect: shielded, late 1
            // expect: spawned in a shield, late 1
            scope (deep) {
                await nap("below a shield");
                // expect: below a shield 1
                pirn_scope_cancel(deep);
                await nap("cancelled itself");
                // expect: cancelled itself 0
            }
        }
        await nap("not shielded");
        // expect: not shielded 0
    }
    scope (outer, .timeout = 2 * PIRN_MS) {
        spawn nap("beside the shield");
        // expect: beside the shield 0
        scope (inner, .shield = 1) {
            spawn nap("spawned in a shield, early");
            await nap("shielded, early");
            // expect: shielded, early 1
            // expect: spawned in a shield, early 1
        }
        scope (inner, .shield = 1, .timeout = 2 * PIRN_MS) {
            await nap("a shield with a time limit");
            // expect: a shield with a time limit 0
        } else {
            printf("its own\n");
            // expect: its own
        }
    } else {
        printf("the outer one\n");
        // expect: the outer one
    }
    return 0;
}
