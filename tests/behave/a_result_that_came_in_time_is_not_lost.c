// When nothing that waits was refused by the deadline, there is no else; and
// a task that had ended before still gives its result.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static pirn_op *under_way;

static void start(pirn_op *op, void *arg)
{
    (void)arg;
    under_way = op;
}

static async void complete_later(void)
{
    await pirn_sleep(20 * PIRN_MS);
    pirn_complete(under_way, 7);
}

static async int quick(void)
{
    await pirn_sleep(PIRN_MS);
    return 42;
}

async int main(void)
{
    scope (outer) {
        spawn complete_later();
        scope (s, .timeout = 10 * PIRN_MS) {
            /* cannot be cancelled: it comes, though late */
            printf("%d\n", await pirn_suspend(start, NULL, NULL)); // expect: 7
            printf("%d\n", pirn_scope_timed_out(s)); // expect: 1
        } else {
            printf("never\n");
        }
    }
    scope (s, .timeout = 10 * PIRN_MS) {
        task(int) t = spawn quick();
        printf("%d\n", await pirn_sleep(PIRN_S) == -ECANCELED); // expect: 1
        printf("%d\n", await t); // expect: 42
    } else {
        printf("else\n"); // expect: else
    }
    return 0;
}
