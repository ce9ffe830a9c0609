// An operation whose start cancels its own scope is told to stop.
// asan
// threads: any order
// workers: any
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static void start(pirn_op *op, void *scope)
{
    (void)op;
    pirn_scope_cancel(scope);
}

static void cancel(pirn_op *op, void *scope)
{
    (void)scope;
    puts("told");
    pirn_complete(op, -ECANCELED);
}

async int main(void)
{
    scope (s) {
        int rc = await pirn_suspend(start, cancel, pirn_scope_ref(s));
        // expect: told
        printf("%d\n", rc == -ECANCELED); // expect: 1
    }
    return 0;
}
