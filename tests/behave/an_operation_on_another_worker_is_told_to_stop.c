// A scope is cancelled while its tasks, on other workers, begin operations in
// it: each of these is told to stop, or not begun, and ends once.
// asan
// workers: any
// threads: any order, tsan
#include <pirn.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

enum { TASKS = 8, ROUNDS = 60 };

struct operation {
    pirn_op *op;
    bool is_begun, is_stopped;
};

static _Atomic int rounds;

/* Takes its time, so that the scope is cancelled meanwhile; but not as one that
 * has been told so, as an order would come of that. */
static void begin(pirn_op *op, void *arg)
{
    struct operation *operation = arg;
    int round = atomic_load_explicit(&rounds, memory_order_relaxed);
    for (int i = 0; i < 100 && pirn_workers() > 1; i++)
        if (atomic_load_explicit(&rounds, memory_order_relaxed) == round)
            sched_yield();
    operation->op = op;
    operation->is_begun = true;
}

static void stop(pirn_op *op, void *arg)
{
    struct operation *operation = arg;
    operation->is_stopped = operation->op == op;
    pirn_complete(op, -ECANCELED);
}

/* Returns how many were told to stop, less those that were begun: 0. */
static async int operate(int number)
{
    struct operation operation = {NULL, false, false};
    for (int i = 0; i < number; i++)
        await pirn_yield_now();
    int rc = await pirn_suspend(begin, stop, &operation);
    return rc == -ECANCELED ? operation.is_stopped - operation.is_begun : -1;
}

async int main(void)
{
    int sum = 0;
    for (int i = 0; i < ROUNDS; i++) {
        scope (s) {
            task(int) tasks[TASKS];
            for (int j = 0; j < TASKS; j++)
                tasks[j] = spawn_on (j) operate(j);
            for (int j = 0; j < i % 10; j++)
                await pirn_yield_now();
            pirn_scope_cancel(s);
            atomic_fetch_add_explicit(&rounds, 1, memory_order_relaxed);
            for (int j = 0; j < TASKS; j++)
                sum += await tasks[j];
        }
    }
    printf("%d\n", sum); // expect: 0
}
