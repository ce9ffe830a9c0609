// Tasks of tasks, scopes inside scopes, and what is opened later inside.
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void leaf(int n)
{
    int rc = await pirn_sleep(PIRN_S * 100);
    printf("leaf %d %d\n", n, rc == -ECANCELED);
}

static async void branch(int n)
{
    scope (s) {
        spawn leaf(n * 10 + 1);
        spawn leaf(n * 10 + 2);
        int rc = await pirn_sleep(PIRN_S * 100);
        printf("branch %d %d\n", n, rc == -ECANCELED);
        scope (later) {
            spawn leaf(n * 10 + 3);
        }
    }
}

async int main(void)
{
    scope (s) {
        spawn branch(1);
        scope (inner) {
            await pirn_sleep(PIRN_MS);
            pirn_scope_cancel(s);
            printf("%d\n", await pirn_sleep(1) == -ECANCELED);
        }
    }
    printf("%d\n", await pirn_sleep(1));
    // the branch is told first, then its leaves; the body is refused behind
    // them, and last comes the leaf that was spawned after the cancellation
    // expect: branch 1 1
    // expect: leaf 11 1
    // expect: leaf 12 1
    // expect: 1
    // expect: leaf 13 1
    // expect: 0
    return 0;
}
