/* Operations of others: what op.c tells of, for those who make one. */
#ifndef PIRN_RUNTIME_OP_H
#define PIRN_RUNTIME_OP_H

#include "runtime/wait/wait.h"
#include <pirn/op.h>

#pragma GCC visibility push(hidden)

struct pirn_op {
    struct pirn__loop *loop;
    struct pirn_task *task;
    pirn_op_cancel *cancel;
    void *arg;
    enum { STARTING, SUSPENDED, COMPLETE_AT_ONCE, COMPLETE_MEANWHILE } phase;
    bool told_to_stop;
    bool is_to_be_told; /* it is in to_stop, or that is being gone through */
    bool is_offloaded;  /* loop->offloaded counts it */
    int result;
    atomic_bool completed;
    struct pirn__arrival arrival;
    struct pirn_op *next; /* in to_stop, of its worker */
};

/* An operation of the running task, for which that is to be suspended. */
static inline void pirn__op_init(struct pirn_op *op, struct pirn_worker *w)
{
    op->loop = pirn__loop_of(w);
    op->task = w->current;
    op->phase = STARTING;
    op->told_to_stop = false;
    op->is_to_be_told = false;
    op->is_offloaded = false;
    op->result = 0;
    atomic_init(&op->completed, false);
}

#pragma GCC visibility pop

#endif
