// A task of an outer scope outlives the inner one; plain C may spawn too.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <stdio.h>

#include <pirn.h>

static async int worker(int n)
{
    await pirn_sleep(n * PIRN_MS);
    printf("worker %d\n", n);
    return n * 2;
}

static void plain(struct pirn_scope *s, int n)
{
    spawn_in (s) worker(n);
}

static task(int) plain_with_result(struct pirn_scope *s, int n)
{
    return spawn_in (s) worker(n);
}

static void callback(pirn_op *op, void *arg)
{
    plain(arg, 30);
    pirn_complete(op, 0);
}

static async void in_a_coroutine(struct pirn_scope *s)
{
    scope (own) {
        spawn worker(1);
        spawn_in (s) worker(20);
    }
    printf("own ended\n");
}

async int main(void)
{
    scope (outer) {
        scope (inner) {
            spawn_in (outer) worker(10);
            spawn_in (pirn_scope_ref(outer)) worker(11);
            spawn worker(5);
        }
        printf("inner ended\n");
        // expect: worker 5
        // expect: inner ended
        await in_a_coroutine(pirn_scope_ref(outer));
        // expect: worker 1
        // expect: own ended
        plain(pirn_scope_ref(outer), 15);
        await pirn_suspend(callback, NULL, pirn_scope_ref(outer));
        task(int) t = plain_with_result(pirn_scope_ref(outer), 2);
        printf("%d\n", await t);
        // expect: worker 2
        // expect: 4
    }
    // expect: worker 10
    // expect: worker 11
    // expect: worker 15
    // expect: worker 20
    // expect: worker 30
    printf("ended\n"); // expect: ended
    return 0;
}
