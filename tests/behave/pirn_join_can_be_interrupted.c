// pirn_join waits for a task of a wider scope until its own is cancelled.
// env: PIRN_CLOCK=virtual
// threads: any order, tsan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int worker(int ms)
{
    await pirn_sleep(ms * PIRN_MS);
    return ms;
}

async int main(void)
{
    scope (wide) {
        task(int) t = spawn worker(50);
        int v = -1, rc = 0;
        scope (s, .timeout = 10 * PIRN_MS) {
            rc = await pirn_join(t, &v);
        } else {
            printf("%d %d\n", rc == -ECANCELED, v); // expect: 1 -1
        }
        rc = await pirn_join(t, &v);
        printf("%d %d\n", rc, v); // expect: 0 50
        task(int) ended = spawn worker(1);
        await pirn_sleep(5 * PIRN_MS);
        rc = await pirn_join(ended, &v);
        printf("%d %d\n", rc, v); // expect: 0 1
        task(int) nobody_cares = spawn worker(2);
        rc = await pirn_join(nobody_cares, NULL);
        printf("%d\n", rc); // expect: 0
        task(int) awaited = spawn worker(30);
        scope (s, .timeout = PIRN_MS) {
            rc = await pirn_join(awaited, &v);
        }
        printf("%d %d\n", rc == -ECANCELED, await awaited); // expect: 1 30
    }
    return 0;
}
