// PIRN_FIRST is a clause that gives the tasks of a scope as they end, while the
// select waits for other things as well.
// asan
// env: PIRN_CLOCK=virtual
#include <pirn.h>
#include <stdio.h>

static async int after(int ms)
{
    await pirn_sleep(ms * PIRN_MS);
    return ms;
}

/* Returns what the task gives that ends within so long; -1: none does; -2:
 * there is none. */
static async int next_of(struct pirn_scope *s, int ms)
{
    task(int) t = PIRN_NO_TASK;
    int rc = 1;
    int which =
        await pirn_select(PIRN_FIRST(s, &t, &rc), PIRN_AFTER(ms * PIRN_MS));
    if (which != 0)
        return pirn_spawned(t) || rc != 1 ? -3 : -1;
    return rc == 0 ? await t : rc == -ENOENT ? -2 : -4;
}

async int main(void)
{
    scope (s) {
        task(int) a = spawn after(30), b = spawn after(10),
                      c = spawn after(20);
        (void)a, (void)b, (void)c;
        for (int i = 0; i < 5; i++)
            printf("%d ", await next_of(s, 7));
        // By now 35 ms have passed but for what ends a wait sooner: at 7, 10,
        // 17, 20, 27.
        printf("%d\n", await next_of(s, 7));
    }
    // expect: -1 10 -1 20 -1 30
    scope (s) {
        printf("%d ", await next_of(s, 1)); /* none is, and none was */
        task(int) a = spawn after(1);
        (void)a;
        await pirn_sleep(2 * PIRN_MS);
        printf("%d ", await next_of(s, 0)); /* it has ended before */
        printf("%d\n", await next_of(s, 1));
    }
    // expect: -2 1 -2
    scope (s) { /* one that is cancelled takes none */
        task(int) t, a = spawn after(5);
        (void)a;
        scope (inner, .timeout = PIRN_MS) {
            int rc = await pirn_select(PIRN_FIRST(s, &t));
            printf("%d\n", rc == -ECANCELED);
        }
        printf("%d\n", await next_of(s, 9));
    }
    // expect: 1
    // expect: 5
    return 0;
}
