// Asking a scope to stop, leaving it early, or the scope around it: no else.
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void stop(struct pirn_scope *s)
{
    pirn_scope_cancel(s);
}

static async int early(void)
{
    scope (s, .timeout = PIRN_S) {
        return 1;
    } else {
        printf("never\n");
    }
    return 2;
}

async int main(void)
{
    scope (s, .timeout = PIRN_S) {
        pirn_scope_cancel(s);
        printf("%d\n", await pirn_sleep(1) == -ECANCELED); // expect: 1
        printf("%d\n", pirn_scope_timed_out(s)); // expect: 0
    } else {
        printf("never\n");
    }
    scope (s, .timeout = PIRN_S) {
        spawn stop(pirn_scope_ref(s));
        printf("%d\n", await pirn_sleep(2 * PIRN_S) == -ECANCELED); // expect: 1
    } else {
        printf("never\n");
    }
    printf("%d\n", await early()); // expect: 1
    scope (outer, .timeout = PIRN_MS) {
        scope (inner, .timeout = PIRN_S) {
            printf("%d\n", await pirn_sleep(2 * PIRN_S) == -ECANCELED); // expect: 1
            printf("%d\n", pirn_scope_timed_out(inner)); // expect: 0
            printf("%d\n", pirn_scope_timed_out(outer)); // expect: 1
        } else {
            printf("never\n");
        }
    } else {
        printf("outer\n"); // expect: outer
    }
    scope (outer, .timeout = PIRN_S) {
        scope (inner, .timeout = PIRN_MS) {
            printf("%d\n", await pirn_sleep(2 * PIRN_S) == -ECANCELED); // expect: 1
        } else {
            printf("inner\n"); // expect: inner
        }
        printf("%d\n", await pirn_sleep(PIRN_MS)); // expect: 0
    } else {
        printf("never\n");
    }
    return 0;
}
