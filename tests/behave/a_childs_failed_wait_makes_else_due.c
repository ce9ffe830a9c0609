// The deadline that stops a task of the scope makes else run.
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int sleeper(int ms)
{
    int rc = await pirn_sleep(ms * PIRN_MS);
    printf("%d %s\n", ms, rc == -ECANCELED ? "stopped" : "done");
    return rc;
}

static async void in_a_scope_of_its_own(void)
{
    scope (s) {
        spawn sleeper(60);
        await sleeper(70);
    } else {
        printf("never\n");
    }
}

async int main(void)
{
    scope (s, .timeout = 10 * PIRN_MS) {
        spawn sleeper(5);
        spawn sleeper(50);
        spawn in_a_scope_of_its_own();
        printf("body done\n"); // expect: body done
    } else {
        printf("else %d\n", pirn_scope_timed_out(s));
    }
    // expect: 5 done
    // expect: 50 stopped
    // expect: 70 stopped
    // expect: 60 stopped
    // expect: else 1
    scope (s, .timeout = 10 * PIRN_MS) {
        task(int) t = spawn sleeper(50);
        printf("%d\n", await t == -ECANCELED);
    } else {
        printf("else\n");
    }
    // expect: 50 stopped
    // expect: 1
    // expect: else
    return 0;
}
