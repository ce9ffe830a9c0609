/* Awaiting what is not Pirn's: any interface that calls back when it is done,
 * on whatever thread. */
#ifndef PIRN_OP_H
#define PIRN_OP_H

#include <stddef.h>

/* An operation under way, from the call of its start function until it is
 * completed. */
typedef struct pirn_op pirn_op;

/* Begins the operation. Whatever it hands op to completes it, once; it may do
 * so itself. */
typedef void pirn_op_start(pirn_op *op, void *arg);

/* Asks that op end soon: its task has been asked to stop. It is called once
 * at most, on the worker of that task, while op is under way - or is just being
 * completed by another thread, which then counts. Does not wait for long: tasks
 * of that worker do meanwhile. It may call pirn_complete, for other operations
 * too. */
typedef void pirn_op_cancel(pirn_op *op, void *arg);

/* Ends op with the result given, -ECANCELED if it was told to stop and did
 * not happen. Its task goes on with that later. After this call neither op
 * nor what the task lent to it may be touched.
 * Suspends: never.
 * Threads:  any. Aborts if op was completed before and its task has not yet
 *           gone on. */
PIRN__FUNCTION void pirn_complete(pirn_op *op, int result);

/* Calls start(op, arg) and waits until somebody calls pirn_complete(op, rc).
 * When a scope around it is cancelled, cancel(op, arg) is called; with a NULL
 * cancel the operation goes on to its end regardless.
 * Suspends: unless start completes the operation itself.
 * Returns:  what it was completed with; -ECANCELED without any call of start
 *           if the scope was cancelled before.
 * Owns:     arg, until it is completed. */
#ifndef PIRN__RUNTIME /* there by hand: its frame is the operation */
PIRN__ASYNC int pirn_suspend(pirn_op_start *start, pirn_op_cancel *cancel,
                             void *arg);
#endif

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)

#include <pirn/post_elided.h>

struct pirn_op {
    int complete, result;
};

/* The task may be gone on at once, and *op with it. */
PIRN__ELIDED void pirn_complete(pirn_op *op, int result)
{
    op->result = result;
    __atomic_store_n(&op->complete, 1, __ATOMIC_RELEASE);
    pirn__elided_changed();
}

PIRN__ELIDED int pirn_suspend(pirn_op_start *start, pirn_op_cancel *cancel,
                              void *arg)
{
    pirn_op op = {0, 0};
    (void)cancel;
    start(&op, arg);
    for (;;) {
        int seen = pirn__elided_changes();
        if (__atomic_load_n(&op.complete, __ATOMIC_ACQUIRE))
            return op.result;
        if (!pirn__elided_call_posted())
            pirn__elided_await_change(seen);
    }
}

#endif
#endif
