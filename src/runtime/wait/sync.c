/* What all that tasks queue up for has in common. Each kind of it has a file
 * of its own; none of them knows more of a task than its `wait.queue`. */
#include "runtime/wait/sync.h"
#include "runtime/runtime.h"

void pirn__die_of_waker(const struct pirn_task *task)
{
    pirn__die("a thread ends the wait of a task of another one's runtime, "
              "which %s: pirn_complete may do that",
              pirn__wait_kinds[task->waits]->name);
}

struct pirn_task *pirn__running(const char *what)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop) && pirn__is_running(NULL))
        pirn__die_outside(what);
    if (pirn__unlikely(!loop || !loop->worker.current))
        pirn__die("%s outside a task", what);
    return loop->worker.current;
}

/* The frame of an operation that is spawned, or begun with the stack used
 * up. */
struct operation {
    PIRN__FRAME_HEADER;
    int rc;
    pirn__begin *begin;
    struct pirn__waiters *waiters;
    void *object, *other;
};

static struct pirn_frame *operation_step(struct pirn_frame *frame,
                                         struct pirn_worker *w)
{
    struct operation *self = (struct operation *)frame;
    if (self->state == 0) {
        self->state = 1;
        self->rc = pirn__begin_now(w, self->begin, self->waiters, self->object,
                                   self->other);
        if (w->suspended) {
            pirn__frame_wait(w, frame, &self->rc);
            return NULL;
        }
    }
    return pirn__frame_finish(w, frame, self->rc);
}

int pirn__begin_in_crew(struct pirn_worker *w, pirn__begin *begin,
                        struct pirn__waiters *waiters, void *object,
                        void *other)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    if (!waiters || !object) {
        bool entered = pirn__enter(loop);
        int rc = begin(w, object, other);
        pirn__leave(loop, entered);
        return rc;
    }
    enum pirn__hold hold = pirn__hold_waiters(loop, waiters);
    int rc = begin(w, object, other);
    w->budget = 1; /* as it always is here */
    pirn__release(loop, hold);
    return rc;
}

enum pirn__hold pirn__hold_inside(const char *what,
                                  struct pirn__waiters *waiters)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop) && pirn__is_running(NULL))
        pirn__die_outside(what);
    return loop ? pirn__hold_waiters(loop, waiters) : PIRN__HELD_ALREADY;
}

int pirn__begin_later(struct pirn_worker *w, pirn__begin *begin,
                      struct pirn__waiters *waiters, void *object, void *other)
{
    struct operation *self = pirn__frame_start(
        w, sizeof *self, _Alignof(struct operation), operation_step);
    if (self) {
        self->begin = begin;
        self->waiters = waiters;
        self->object = object;
        self->other = other;
    }
    return 0;
}
