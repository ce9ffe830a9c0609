/* The runtime's coroutines, as translated code calls them. Each runs the one
 * behind it as the thread's task, and blocks while that is suspended; called
 * with a spawner, it makes a child, whose step is the runtime's. */
#include "threads.h"

/* What an entry returns, or leaves behind, when the one behind it has returned
 * with its value at `value`. */
static void end_call(struct pirn__thread *t, bool spawns, void *value)
{
    struct pirn__loop *loop = t->hub->loop;
    t->has_attempted = false;
    if (spawns) {
        t->born = loop->born;
        t->born_native = true;
    } else if (loop->worker.suspended) {
        pirn__block(t, value);
    }
    pirn__hub_leave(t);
}

struct pirn_worker *pirn__front_begin(bool spawns)
{
    struct pirn__thread *t = pirn__this_thread;
    struct pirn_worker *w = pirn__hub_enter(t);
    return spawns ? &t->hub->loop->spawner : w;
}

void pirn__front_end(bool spawns, void *value)
{
    end_call(pirn__this_thread, spawns, value);
}

int pirn__front_run(int (*f)(struct pirn_worker *w, void *arg), void *arg)
{
    struct pirn__thread *t = pirn__this_thread;
    unsigned inside = pirn__call_out(t);
    int rc = f(&t->worker, arg);
    pirn__call_back(t, inside);
    return rc;
}

/* What translated code calls besides --------------------------------------- */

PIRN__FRONT(pirn__await_task);
int front_pirn__await_task(struct pirn_worker *w, void *task, void *out,
                           size_t size)
{
    struct pirn__thread *t = pirn__this_thread;
    w = pirn__hub_enter(t);
    int value = pirn__await_task(w, task, out, size);
    end_call(t, false, out);
    return value;
}

PIRN__FRONT(pirn__scope_leave);
int front_pirn__scope_leave(struct pirn_worker *w, struct pirn_scope *s)
{
    struct pirn__thread *t = pirn__this_thread;
    w = pirn__hub_enter(t);
    int value = pirn__scope_leave(w, s);
    end_call(t, false, &value);
    return value;
}

/* Operations on descriptors -------------------------------------------------
 *
 * What need not wait is done without the lock; only what would have to is then
 * done as all else. */

/* True if the operation is for the one behind it: the task is cancelled. */
static bool is_refused(struct pirn__thread *t)
{
    if (t->hub->takes_turns)
        return true;
    struct pirn_worker *w = pirn__hub_enter(t);
    bool is_refused = pirn__refused(w);
    pirn__hub_leave(t);
    return is_refused;
}

/* True if io need not wait. */
static bool attempt(struct pirn__thread *t, struct pirn__io *io)
{
    if (io->kind->is_nothing) {
        io->result = 0;
        return true;
    }
    uint8_t manner = pirn__manner(io->fd), before = manner;
    io->result = pirn__attempt(io, &manner);
    if (manner != before)
        pirn__manner_set(io->fd, manner);
    if (io->result == PIRN__WOULD_WAIT && io->kind->attempt_file &&
        pirn__is_file(io->fd))
        io->result = pirn__attempt_file(io);
    t->has_attempted = io->result == PIRN__WOULD_WAIT;
    return !t->has_attempted;
}

bool pirn__front_operation(struct pirn__io *io)
{
    struct pirn__thread *t = pirn__this_thread;
    if (is_refused(t))
        return false;
    while (attempt(t, io)) {
        if (!io->kind->then || !io->kind->then(io))
            return true;
        io->state = 0;
        if (is_refused(t))
            return false;
    }
    return false;
}

/* Calls of the program's own code ------------------------------------------
 *
 * They are made without the lock. When they are spawned, the child's step
 * calls the entry, as translated code would. */

PIRN__FRONT_ENTRY(pirn_suspend);

PIRN__FRONT(pirn__start);

/* pirn__frame_start, as translated code would call it. */
#define START(W, TYPE, STEP)                                                   \
    front_pirn__start(W, pirn__frame_class(sizeof(TYPE), _Alignof(TYPE)),      \
                      sizeof(TYPE), _Alignof(TYPE), STEP)

static void call_start(pirn_op *op, void *arg)
{
    struct pirn__start_call *call = arg;
    call->op = op;
    unsigned inside = pirn__call_out(call->thread);
    call->start(op, call->arg);
    pirn__call_back(call->thread, inside);
}

/* On the thread of whoever cancels: the task's own is to do it. */
static void ask_to_cancel(pirn_op *op, void *arg)
{
    struct pirn__start_call *call = arg;
    if (call->thread->hub->takes_turns) {
        call->cancel(op, call->arg);
        return;
    }
    call->thread->to_cancel = call;
    pirn__kick(call->thread);
}

void pirn__start_cancelled(struct pirn__thread *t)
{
    struct pirn__start_call *call = t->to_cancel;
    t->to_cancel = NULL;
    unsigned inside = pirn__call_out(t);
    call->cancel(call->op, call->arg);
    pirn__call_back(t, inside);
}

struct suspend_frame {
    PIRN__FRAME_HEADER;
    pirn_op_start *start;
    pirn_op_cancel *cancel;
    void *arg;
};

static struct pirn_frame *suspend_step(struct pirn_frame *frame,
                                       struct pirn_worker *w)
{
    struct suspend_frame *self = (struct suspend_frame *)frame;
    int rc = front_pirn_suspend(w, self->start, self->cancel, self->arg);
    return pirn__frame_finish(w, frame, rc);
}

PIRN__NATIVE(suspend_step, "pirn_suspend", NULL);

int front_pirn_suspend(struct pirn_worker *w, pirn_op_start *start,
                       pirn_op_cancel *cancel, void *arg)
{
    struct pirn__thread *t = pirn__this_thread;
    pirn__check_object((const void *)(uintptr_t)start, "pirn_suspend",
                       "function");
    if (pirn__must_start(w)) {
        struct suspend_frame *self =
            START(w, struct suspend_frame, suspend_step);
        if (self) {
            self->start = start;
            self->cancel = cancel;
            self->arg = arg;
        }
        return 0;
    }
    struct pirn__start_call call = {t, NULL, start, cancel, arg};
    w = pirn__hub_enter(t);
    int value =
        pirn_suspend(w, call_start, cancel ? ask_to_cancel : NULL, &call);
    if (w->suspended)
        pirn__block(t, &value);
    t->to_cancel = NULL;
    pirn__hub_leave(t);
    return value;
}
