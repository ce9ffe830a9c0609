/* A cancel function is called while its scope's tasks are told to stop, one
 * after the other. It may cancel, complete, spawn and set deadlines among the
 * very same tasks. */
// asan
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

enum { TASKS = 5 };

static pirn_op *ops[TASKS];
static task(int) tasks[TASKS];
static struct pirn_scope *around, *beside;
static int spawned;

static async int child(void)
{
    spawned += await pirn_yield_now() == -ECANCELED;
    return 0;
}

static void start(pirn_op *op, void *arg)
{
    ops[*(int *)arg] = op;
}

static void complete(int number, int result)
{
    pirn_op *op = ops[number];
    ops[number] = NULL;
    if (op)
        pirn_complete(op, result);
}

/* That of each task does something else to those beside it. */
static void stop(pirn_op *op, void *arg)
{
    int number = *(int *)arg;
    (void)op;
    switch (number) {
    case 0:
        pirn_scope_cancel(around);
        break;
    case 1:
        complete(2, 42);
        break; /* before that is told itself */
    case 2:
        return; /* it is complete by then, or will be */
    case 3:
        spawn_in(around) child();
        break;
    case 4:
        pirn_cancel(tasks[0]);
        pirn_scope_set_deadline(beside, 0);
        break;
    }
    complete(number, -ECANCELED);
}

static async int wait_for_it(int number)
{
    return await pirn_suspend(start, stop, &number);
}

static async int sleep_beside(void)
{
    scope (s) {
        beside = pirn_scope_ref(s);
        return await pirn_sleep(3600 * PIRN_S) == -ECANCELED;
    }
    return 0;
}

/* what ends it: the scope, a task in it, its deadline. */
static async void end_by(int what)
{
    int results[TASKS] = {0};
    spawned = 0;
    scope (outer) {
        task(int) sleeper = spawn sleep_beside();
        scope (s) {
            around = pirn_scope_ref(s);
            for (int i = 0; i < TASKS; i++)
                tasks[i] = spawn wait_for_it(i);
            await pirn_yield_now();
            await pirn_yield_now();
            if (what == 0)
                pirn_scope_cancel(around);
            else if (what == 1)
                pirn_cancel(tasks[0]);
            else
                pirn_scope_set_deadline(around, pirn_now());
            for (int i = 0; i < TASKS; i++)
                results[i] = await tasks[i];
        }
        printf("%d:", await sleeper);
    }
    for (int i = 0; i < TASKS; i++)
        printf(" %d", results[i] == -ECANCELED ? -1 : results[i]);
    printf(", %d\n", spawned);
}

async int main(void)
{
    for (int what = 0; what < 3; what++)
        await end_by(what);
    // expect: 1: -1 -1 42 -1 -1, 1
    // expect: 1: -1 -1 42 -1 -1, 1
    // expect: 1: -1 -1 42 -1 -1, 1
    return 0;
}
