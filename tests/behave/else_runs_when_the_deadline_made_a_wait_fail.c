// A scope's else, with a timeout, a deadline, or a deadline moved.
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int nap(int ms)
{
    return await pirn_sleep(ms * PIRN_MS);
}

async int main(void)
{
    scope (s, .timeout = 10 * PIRN_MS) {
        printf("%d\n", await nap(5)); // expect: 0
        printf("%d\n", await nap(50) == -ECANCELED); // expect: 1
        printf("%d\n", await nap(1) == -ECANCELED); // expect: 1
    } else {
        printf("else %d\n", pirn_scope_timed_out(s)); // expect: else 1
    }
    scope (s, .timeout = 10 * PIRN_MS) {
        printf("%d\n", await nap(5)); // expect: 0
    } else {
        printf("never\n");
    }
    scope (s, .deadline = pirn_now() + 3 * PIRN_MS) {
        printf("%d\n", await nap(5) == -ECANCELED); // expect: 1
    } else {
        printf("else\n"); // expect: else
    }
    scope (s, .timeout = 100 * PIRN_MS, .deadline = pirn_now() + PIRN_MS) {
        printf("%d\n", await nap(5) == -ECANCELED); // expect: 1
    } else {
        printf("else\n"); // expect: else
    }
    scope (s) {
        pirn_scope_set_deadline(s, pirn_now() + PIRN_MS);
        printf("%d\n", await nap(5) == -ECANCELED); // expect: 1
    } else {
        printf("else\n"); // expect: else
    }
    scope (s, .timeout = PIRN_MS) {
        pirn_scope_set_deadline(s, pirn_now() + 100 * PIRN_MS);
        printf("%d\n", await nap(50)); // expect: 0
        pirn_scope_set_deadline(s, PIRN_NEVER);
        printf("%d\n", await nap(500)); // expect: 0
    } else {
        printf("never\n");
    }
    scope (s, .timeout = 0) {
        printf("%d\n", await nap(0) == -ECANCELED); // expect: 1
    } else {
        printf("else\n"); // expect: else
    }
    scope (s, .timeout = 0) {
        printf("nothing waited\n"); // expect: nothing waited
    } else {
        printf("never\n");
    }
    printf("%d\n", await nap(1)); // expect: 0
    return 0;
}
