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
 * completed by another thread, which then counts. Does not wait: if there are
 * several workers, all may have to meanwhile. It may call pirn_complete. */
typedef void pirn_op_cancel(pirn_op *op, void *arg);

#if defined(__PIRN__) || defined(PIRN__RUNTIME)

/* Ends op with the result given, -ECANCELED if it was told to stop and did
 * not happen. Its task goes on with that later. After this call neither op
 * nor what the task lent to it may be touched.
 * Suspends: never.
 * Threads:  any. Aborts if op was completed before and its task has not yet
 *           gone on. */
void pirn_complete(pirn_op *op, int result);

#endif
#ifdef __PIRN__

/* Calls start(op, arg) and waits until somebody calls pirn_complete(op, rc).
 * When a scope around it is cancelled, cancel(op, arg) is called; with a NULL
 * cancel the operation goes on to its end regardless.
 * Suspends: unless start completes the operation itself.
 * Returns:  what it was completed with; -ECANCELED without any call of start
 *           if the scope was cancelled before.
 * Owns:     arg, until it is completed. */
PIRN_ASYNC int pirn_suspend(pirn_op_start *start, pirn_op_cancel *cancel,
                            void *arg);

#elif !defined(PIRN__RUNTIME)

#include <pirn/system_elided.h>

struct pirn_op {
    int complete, result;
};

enum { PIRN__FUTEX_WAIT = 0x80, PIRN__FUTEX_WAKE = 0x81 }; /* private ones */

/* The task may be gone on before it is woken, and *op with it; to wake who
 * waits for something else there does no harm. */
PIRN__ELIDED void pirn_complete(pirn_op *op, int result)
{
    op->result = result;
    __atomic_store_n(&op->complete, 1, __ATOMIC_RELEASE);
    (void)syscall(SYS_futex, &op->complete, (long)PIRN__FUTEX_WAKE, 1L, NULL,
                  NULL, 0L);
}

PIRN__ELIDED int pirn_suspend(pirn_op_start *start, pirn_op_cancel *cancel,
                              void *arg)
{
    pirn_op op = {0, 0};
    int saved = errno;
    (void)cancel;
    start(&op, arg);
    while (!__atomic_load_n(&op.complete, __ATOMIC_ACQUIRE))
        (void)syscall(SYS_futex, &op.complete, (long)PIRN__FUTEX_WAIT, 0L, NULL,
                      NULL, 0L);
    errno = saved;
    return op.result;
}

#endif
#endif
