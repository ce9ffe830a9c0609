// pirn_first gives the tasks of a scope in the order in which they end.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int nap(int ms)
{
    return await pirn_sleep(ms * PIRN_MS) < 0 ? -ms : ms;
}

static async int spawns_more(struct pirn_scope *s)
{
    await pirn_sleep(PIRN_MS);
    spawn_in (s) nap(1);
    task(int) t = spawn_in (s) nap(5);
    (void)t;
    return 100;
}

static async int rest(struct pirn_scope *s)
{
    task(int) t;
    int sum = 0;
    while (await pirn_first(s, &t) == 0)
        sum += await t;
    return sum;
}

static async int waits_for_all(struct pirn_scope *s)
{
    int rc = await pirn_all(s);
    printf("all %d\n", rc);
    return rc;
}

static async long long_nap(int ms)
{
    await pirn_sleep(ms * PIRN_MS);
    return ms;
}

async int main(void)
{
    task(int) t = PIRN_NO_TASK;
    scope (s) {
        printf("%d\n", await pirn_first(s, &t) == -ENOENT && !pirn_spawned(t));
        // expect: 1
        enum { MANY = 200 };
        task(int) a[MANY];
        for (int i = 0; i < MANY; i++)
            a[i] = spawn nap(i * 37 % MANY);
        /* Some before anybody has asked, of which one is awaited and one has
         * no handle. */
        spawn nap(1);
        await pirn_sleep(10 * PIRN_MS);
        int awaited = await a[0], sum = 0, count = 0, last = -1, rises = 0;
        while (await pirn_first(s, &t) == 0) {
            int v = await t;
            rises += v > last;
            last = v;
            sum += v;
            count++;
        }
        printf("%d %d %d %d\n", awaited, count, sum, rises >= MANY - 12);
        // expect: 0 199 19900 1
        printf("%d\n", await pirn_first(s, &t) == -ENOENT);
        // expect: 1
        /* Others, after that, in order; one is not awaited. */
        task(int) x = spawn nap(3), y = spawn nap(2), z = spawn nap(1);
        int rc = await pirn_first(s, &t);
        printf("%d %d\n", rc, t == z);
        // expect: 0 1
        rc = await pirn_first(s, &t);
        printf("%d %d %d\n", rc, t == y, await t);
        // expect: 0 1 2
        /* One that is awaited by another is not given. */
        printf("%d\n", await x);
        // expect: 3
        printf("%d\n", await pirn_first(s, &t) == -ENOENT);
        // expect: 1
        /* Only tasks without a handle. */
        spawn nap(1);
        spawn nap(2);
        printf("%d\n", await pirn_first(s, &t) == -ENOENT);
        // expect: 1
    }
    /* Spawned while somebody waits; waited for by tasks of another scope. */
    scope (s) {
        int sum = 0;
        scope (others) {
            task(int) t1 = spawn rest(pirn_scope_ref(s)),
                      t2 = spawn rest(pirn_scope_ref(s));
            spawn waits_for_all(pirn_scope_ref(s));
            task(int) more = spawn_in (s) spawns_more(pirn_scope_ref(s));
            (void)more;
            await pirn_sleep(3 * PIRN_MS);
            spawn waits_for_all(pirn_scope_ref(s));
            sum = await t1 + await t2;
        }
        printf("%d\n", sum);
        // expect: all 0
        // expect: all 0
        // expect: 105
    }
    /* Of whatever type. */
    scope (s) {
        task(long) l = spawn long_nap(1), which = PIRN_NO_TASK;
        spawn nap(2);
        printf("%d ", await pirn_first(s, &which));
        printf("%d\n", which == l);
        // expect: 0 1
    }
    /* Cancelled: by a limit, and before. */
    scope (s) {
        task(int) slow = spawn nap(50);
        scope (limit, .timeout = PIRN_MS) {
            printf("%d\n", await pirn_first(s, &t) == -ECANCELED);
            // expect: 1
        } else {
            printf("limit\n");
            // expect: limit
        }
        scope (limit, .timeout = PIRN_MS) {
            printf("%d\n", await pirn_all(s) == -ECANCELED);
            // expect: 1
            printf("%d\n", await pirn_all(s) == -ECANCELED);
            // expect: 1
        }
        pirn_cancel(slow);
        printf("%d\n", await pirn_all(s));
        // expect: 0
        printf("%d ", await pirn_first(s, &t));
        printf("%d %d\n", t == slow, await t);
        // expect: 0 1 -50
    }
    /* pirn_all: of a scope that fails fast. */
    scope (s, .fail_fast = 1) {
        printf("%d\n", await pirn_all(s));
        // expect: 0
        scope (watchers, .shield = 1) {
            spawn waits_for_all(pirn_scope_ref(s));
            spawn_in (s) nap(-1);
            spawn_in (s) nap(5);
            // expect: all -1
        }
        printf("%d\n", await pirn_all(s) == -ECANCELED);
        // expect: 1
    }
    scope (s, .fail_fast = 1) {
        spawn nap(-1);
        spawn nap(5);
        printf("%d\n", await pirn_all(s) == -ECANCELED);
        // expect: 1
    } else {
        int rc = await pirn_all(s);
        printf("%d %d\n", rc, await pirn_first(s, &t) == -ENOENT);
        // expect: -1 1
    }
    /* The scope's own end, after somebody has asked. */
    scope (s) {
        task(int) first = spawn nap(1), second = spawn nap(2);
        (void)first;
        (void)second;
        printf("%d\n", await pirn_first(s, &t));
        // expect: 0
    }
    /* Spawned as a task itself, and where nobody waits. */
    scope (s) {
        spawn nap(1);
        scope (u) {
            printf("%d\n", await (spawn pirn_all(pirn_scope_ref(s))));
            // expect: 0
        }
    }
    return 0;
}
