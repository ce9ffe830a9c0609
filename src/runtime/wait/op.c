/* Operations of others: suspend until somebody, on whatever thread, says that
 * it is complete.
 *
 * An operation belongs to the worker, but for `result` and `arrival`, which
 * belong to whoever completes it, from the exchange of `completed` until the
 * loop takes it out of its inbox. */
#include "runtime/wait/op.h"
#include "runtime/runtime.h"
#include <errno.h>

struct suspension {
    PIRN__FRAME_HEADER;
    struct pirn_op op;
    pirn_op_start *start; /* state 0: not called yet */
};

/* Completing --------------------------------------------------------------- */

/* One that is in a list of those to be told keeps its task until its turn
 * comes: another worker might have the task go on, and op would be gone. */
static void end_wait(struct pirn__loop *loop, struct pirn_op *op)
{
    if (pirn__unlikely(op->is_to_be_told)) {
        op->phase = COMPLETE_MEANWHILE;
        return;
    }
    if (op->result == -ECANCELED && pirn__origin(op->task->scope))
        pirn__scope_failed_wait(op->task->scope);
    loop->offloaded -= op->is_offloaded;
    pirn__wake(loop, op->task, 0);
}

static void take_in(struct pirn__loop *loop, struct pirn__arrival *arrival)
{
    end_wait(loop, pirn__container_of(arrival, struct pirn_op, arrival));
}

/* The thread that does it may have no task to be named. */
_Noreturn static void die_of_two(const pirn_op *op)
{
    const struct pirn__site *site = pirn__site_of(op->task);
    if (site && site->file)
        pirn__die("an operation of the task spawned at %s:%u is completed "
                  "twice",
                  pirn__file_name(site->file), site->line);
    pirn__die("an operation is completed twice");
}

void pirn_complete(pirn_op *op, int result)
{
    pirn__check_object(op, "pirn_complete", "operation");
    struct pirn__loop *loop = op->loop;
    /* Of two that complete it the second sees the first: pairs with itself. */
    if (atomic_exchange(&op->completed, true))
        die_of_two(op);
    op->result = result;
    if (loop != pirn__this_loop) {
        op->arrival.take_in = take_in;
        pirn__inbox_put(loop, &op->arrival);
    } else if (op->phase == SUSPENDED) {
        end_wait(loop, op);
    } else {
        op->phase = COMPLETE_AT_ONCE;
    }
}

/* Suspending --------------------------------------------------------------- */

static void stop(struct pirn__loop *loop, struct pirn_op *op)
{
    op->is_to_be_told = false;
    if (op->phase == COMPLETE_MEANWHILE)
        end_wait(loop, op);
    else if (!atomic_load(&op->completed))
        op->cancel(op, op->arg);
}

/* A cancel function may complete those that come after it, too. */
void pirn__ops_stop(struct pirn__loop *loop)
{
    struct pirn_op *next, *op = loop->member.to_stop, *oldest = NULL;
    loop->member.to_stop = NULL;
    for (; op; op = next) {
        next = op->next;
        op->next = oldest;
        oldest = op;
    }
    for (; oldest; oldest = next) {
        next = oldest->next;
        stop(loop, oldest);
    }
}

/* Beside other workers something is held, and the cancel function is called
 * when that has been let go. */
static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_op *op = task->wait.op;
    if (op->told_to_stop)
        return;
    op->told_to_stop = true;
    if (!op->cancel)
        return;
    if (!loop->worker.crew || !loop->member.inside) {
        stop(loop, op);
        return;
    }
    op->is_to_be_told = true;
    op->next = loop->member.to_stop;
    loop->member.to_stop = op;
}

PIRN__WAIT_KIND(SUSPEND) = {.name = "waits for pirn_complete",
                            .interrupt = interrupt};

/* Calls start, and suspends unless that has completed the operation on this
 * thread. (If another thread has, it is in the inbox.) Returns the result. */
static int begin(struct pirn_worker *w, struct suspension *self)
{
    struct pirn_op *op = &self->op;
    self->state = 1;
    pirn__op_init(op, w);
    self->start(op, op->arg);
    bool is_under_way = op->phase != COMPLETE_AT_ONCE;
    if (is_under_way)
        pirn__suspend(w, PIRN__WAIT_SUSPEND, op);
    else if (pirn__exhausted(w))
        pirn__give_way(w, 0);
    else
        return op->result;
    op->phase = SUSPENDED;
    pirn__frame_link(w, (struct pirn_frame *)self, NULL);
    if (is_under_way && pirn__refused(w)) /* start has cancelled the scope */
        pirn__task_interrupt(op->loop, op->task);
    return 0;
}

static struct pirn_frame *suspend_step(struct pirn_frame *frame,
                                       struct pirn_worker *w)
{
    struct suspension *self = (struct suspension *)frame;
    if (self->state == 0) {
        if (pirn__refused(w)) {
            self->state = 1;
            self->op.result = -ECANCELED;
            pirn__refuse(w);
            pirn__frame_link(w, frame, NULL);
            return NULL;
        }
        begin(w, self);
        if (w->suspended)
            return NULL;
    }
    return pirn__frame_finish(w, frame, self->op.result);
}

PIRN__NATIVE(suspend_step, "pirn_suspend", NULL);

int pirn_suspend(struct pirn_worker *w, pirn_op_start *start,
                 pirn_op_cancel *cancel, void *arg)
{
    struct suspension *self;
    bool is_child = pirn__must_start(w);
    pirn__check_object((const void *)(uintptr_t)start, "pirn_suspend",
                       "function");
    if (!is_child && pirn__refused(w))
        return pirn__refuse(w);
    self = is_child
               ? pirn__frame_start(w, sizeof *self, _Alignof(struct suspension),
                                   suspend_step)
               : pirn__frame_new(w, sizeof *self, _Alignof(struct suspension),
                                 suspend_step, 1);
    if (!self)
        return 0;
    self->start = start;
    self->op.cancel = cancel;
    self->op.arg = arg;
    if (is_child)
        return 0;
    int result = begin(w, self);
    if (!w->suspended)
        pirn__frame_free(w, (struct pirn_frame *)self);
    return result;
}
