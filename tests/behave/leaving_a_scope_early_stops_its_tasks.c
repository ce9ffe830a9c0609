// break, continue, goto and return out of a scope cancel it and wait.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void worker(const char *name)
{
    int rc = await pirn_sleep(1000 * PIRN_S);
    printf("%s stopped %d\n", name, rc == -ECANCELED);
}

static async int leave_by_return(void)
{
    scope (s) {
        spawn worker("return");
        await pirn_sleep(PIRN_MS);
        return 5;
    }
    return 6;
}

async int main(void)
{
    for (int i = 0; i < 2; i++) {
        scope (s) {
            spawn worker("break");
            await pirn_sleep(PIRN_MS);
            if (i == 0)
                break;
        }
        printf("not reached\n");
    }
    printf("after break\n");
    // expect: break stopped 1
    // expect: after break
    for (int i = 0; i < 2; i++) {
        printf("turn %d\n", i);
        scope (s) {
            spawn worker("continue");
            if (i < 9)
                continue;
        }
        printf("not reached\n");
    }
    // expect: turn 0
    // expect: continue stopped 1
    // expect: turn 1
    // expect: continue stopped 1
    scope (s) {
        spawn worker("goto");
        goto out;
    }
    printf("not reached\n");
out:
    printf("after goto\n");
    // expect: goto stopped 1
    // expect: after goto
    printf("%d\n", await leave_by_return());
    // expect: return stopped 1
    // expect: 5
    switch (1) {
    case 1:
        scope (s) {
            spawn worker("switch");
            break;
        }
        printf("not reached\n");
    }
    printf("after switch\n");
    // expect: switch stopped 1
    // expect: after switch
    int turns = 0;
again:
    scope (s) {
        spawn worker("backwards");
        if (turns++ == 0)
            goto again;
        break_out:
        if (turns == 2) {
            turns++;
            goto break_out;
        }
        pirn_scope_cancel(s);
    }
    // expect: backwards stopped 1
    // expect: backwards stopped 1
    return 0;
}
