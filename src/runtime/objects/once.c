/* What is done once, by the first task that comes; the others wait. */
#include "runtime/wait/awaitable.h"
#include <limits.h>

PIRN__OWN_WAIT_KIND(WAITS_FOR_ONCE, 41, .name = "waits for what is done once",
                    PIRN__WAITS_IN(struct pirn_once),
                    PIRN__HELD_BY_OWNER(struct pirn_once));

/* What those who wait are woken with when it is their turn to do it. It is no
 * result: those are not negative. */
enum { YOUR_TURN = INT_MIN };

enum { NEW, WAITING, RUNNING };

/* The frame of a call that waits, for others or in f, or may. */
struct once_call {
    PIRN__FRAME_HEADER;
    int rc;
    struct pirn_once *once;
    pirn__body *f;
    void *arg;
};

/* f has returned rc. */
static void end(struct pirn_once *o, int rc)
{
    enum pirn__hold hold = pirn__hold_inside(NULL, &o->waiters);
    o->owner = NULL;
    if (rc >= 0) {
        o->done = true;
        o->result = rc;
        pirn__waiters_wake(&o->waiters.last, rc);
    } else if (o->waiters.last) {
        struct pirn__queued *next = pirn__waiters_take(&o->waiters.last);
        o->owner = pirn__waiter_task(next);
        pirn__waiter_wake(next, YOUR_TURN);
    }
    pirn__release_here(hold);
}

/* Begins a call that is not to be run at once. True if it is to run f. */
static bool begin_here(struct pirn_worker *w, struct once_call *self)
{
    struct pirn_once *o = self->once;
    if (pirn__unlikely(o->owner == w->current))
        pirn__die("a task waits for a pirn_once that it is doing itself");
    self->state = WAITING;
    if (pirn__refused(w)) {
        pirn__refuse(w);
    } else if (o->done) {
        self->rc = pirn__at_once(w, o->result);
    } else if (o->owner) {
        pirn__queue_up(w, WAITS_FOR_ONCE, &o->waiters, o);
    } else {
        o->owner = w->current;
        return true;
    }
    return false;
}

static bool begin(struct pirn_worker *w, struct once_call *self)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    enum pirn__hold hold = pirn__hold_waiters(loop, &self->once->waiters);
    bool is_to_run = begin_here(w, self);
    pirn__release(loop, hold);
    return is_to_run;
}

/* Carries the call on. It has ended, with its result in rc, unless something
 * is suspended, whose caller it is then. */
static void carry_on(struct pirn_worker *w, struct once_call *self)
{
    bool is_to_run = self->state == NEW
                         ? begin(w, self)
                         : self->state == WAITING && self->rc == YOUR_TURN;
    if (is_to_run) {
        self->state = RUNNING;
        self->rc = PIRN__RUN_BODY(w, self->f, self->arg);
    }
    if (w->suspended)
        pirn__frame_wait(w, (struct pirn_frame *)self, &self->rc);
    else if (self->state == RUNNING)
        end(self->once, self->rc);
}

static struct pirn_frame *once_step(struct pirn_frame *frame,
                                    struct pirn_worker *w)
{
    struct once_call *self = (struct once_call *)frame;
    carry_on(w, self);
    return w->suspended ? NULL : pirn__frame_finish(w, frame, self->rc);
}
PIRN__NATIVE(once_step, "pirn_once", NULL);

/* As the header has it: but f is a coroutine, which is given a worker. */
typedef int once_function(void *arg);

PIRN__AWAITABLE(pirn_once, PIRN__HOLD_NONE, (struct pirn_once *, o),
                (once_function *, f), (void *, arg))
{
    pirn__check_object(o, "pirn_once", "struct pirn_once");
    pirn__check_object((const void *)(uintptr_t)f, "pirn_once", "function");
    if (!w->crew && o->done && !pirn__refused(w))
        return pirn__at_once(w, o->result);
    struct once_call *self = pirn__frame_new(
        w, sizeof *self, _Alignof(struct once_call), once_step, NEW);
    self->once = o;
    self->f = (pirn__body *)(void (*)(void))f;
    self->arg = arg;
    carry_on(w, self);
    int rc = self->rc;
    if (w->suspended)
        w->suspended = &self->link;
    else
        pirn__frame_free(w, (struct pirn_frame *)self);
    return rc;
}
