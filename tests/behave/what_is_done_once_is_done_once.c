// pirn_once runs its function until it has succeeded once: the others wait for
// that; after a failure the next of them tries.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int set_up(void *arg)
{
    int *value = arg;
    printf("set up %d; ", *value);
    int rc = await pirn_sleep(10 * PIRN_MS);
    return rc < 0 ? rc : *value;
}

static async int get(struct pirn_once *o, int value)
{
    int mine = value;
    return await pirn_once(o, set_up, &mine);
}

static async int get_within(struct pirn_once *o, int value, int ms)
{
    int rc = -1;
    scope (s, .timeout = ms * PIRN_MS) {
        rc = await get(o, value);
    }
    return rc;
}

static async int get_in(struct pirn_once *o, int value, struct pirn_scope **in)
{
    int rc = -1;
    scope (s) {
        *in = pirn_scope_ref(s);
        rc = await get(o, value);
    }
    return rc;
}

static async int at_once(void *arg)
{
    ++*(int *)arg;
    return *(int *)arg - 2;
}

async int main(void)
{
    struct pirn_once o = PIRN_ONCE_INIT;
    scope (s) {
        task(int) a = spawn get(&o, 5);
        task(int) b = spawn get(&o, 6);
        task(int) c = spawn get_within(&o, 7, 1);
        int ra = await a, rb = await b, rc = await c;
        printf("%d %d %d %d\n", ra, rb, rc == -ECANCELED,
               await get(&o, 8)); // expect: set up 5; 5 5 1 5
    }

    /* The first is cancelled, the second fails, the third does it. */
    struct pirn_once p = PIRN_ONCE_INIT;
    scope (s) {
        task(int) a = spawn get_within(&p, 1, 5);
        task(int) b = spawn get(&p, -2);
        task(int) c = spawn get(&p, 3);
        task(int) d = spawn get(&p, 4);
        int ra = await a, rb = await b, rc = await c, rd = await d;
        printf("%d %d %d %d %d\n", ra == -ECANCELED, rb, rc, rd,
               p.done); // expect: set up 1; set up -2; set up 3; 1 -2 3 3 1
    }

    /* One whose turn it is, and who is cancelled before it runs, has it, and
     * passes it on when its own wait is refused. */
    struct pirn_once q = PIRN_ONCE_INIT;
    scope (s) {
        struct pirn_scope *theirs = NULL;
        task(int) a = spawn get(&q, -1);
        task(int) b = spawn get_in(&q, 2, &theirs);
        task(int) c = spawn get(&q, 3);
        int ra = await a; /* goes on at once */
        pirn_scope_cancel(theirs);
        int rb = await b, rc = await c;
        printf("%d %d %d\n", ra, rb == -ECANCELED, rc);
        // expect: set up -1; set up 2; set up 3; -1 1 3
    }

    /* Without a wait, failing the first time; and of no interest before. */
    struct pirn_once r = PIRN_ONCE_INIT;
    int calls = 0;
    int first = await pirn_once(&r, at_once, &calls);
    int second = await pirn_once(&r, at_once, &calls);
    int third = await pirn_once(&r, at_once, &calls);
    printf("%d %d %d, %d calls\n", first, second, third,
           calls); // expect: -1 0 0, 2 calls
    scope (s) {
        task(int) t = spawn pirn_once(&r, at_once, &calls);
        printf("%d %d\n", await t, calls); // expect: 0 2
    }
    return 0;
}
