// A task that fails stops the operations of others. Their cancel functions may
// ask whether they are cancelled, and why: they do not ask the task that
// failed, which is gone by then if there are several workers.
// asan
#include <errno.h>
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

static atomic_bool has_begun;

static void start(pirn_op *op, void *arg)
{
    *(pirn_op **)arg = op;
    has_begun = true;
}

static void stop(pirn_op *op, void *arg)
{
    (void)arg;
    (void)pirn_is_cancelled();
    (void)pirn_cancel_reason();
    pirn_complete(op, -ECANCELED);
}

/* Its frame is larger than what is kept to be used again. */
static async int fail(void)
{
    char large[200000];
    memset(large, 1, sizeof large);
    while (!has_begun)
        await pirn_yield_now();
    return -large[1000];
}

static async void program(void)
{
    pirn_op *op;
    task(int) other;
    int rc = 0;
    scope (around, .pinned = true) {
        scope (s, .fail_fast = true) {
            other = spawn pirn_suspend(start, stop, &op);
            spawn fail();
            scope (t, .shield = true)
                rc = await other;
        }
        printf("%d\n", rc == -ECANCELED); // expect: 1
    }
}

int main(void)
{
    pirn_run_with(&(struct pirn_options){.workers = 2}, program());
    return 0;
}
