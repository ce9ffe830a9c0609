/* Semaphores. The frame of a waiter says for how many units it waits. */
#include "runtime/runtime.h"
#include "runtime/wait/sync.h"
#include <errno.h>

static inline bool may_take(const struct pirn_semaphore *s, size_t n)
{
    return !s->waiters.last && n <= s->count;
}

/* Gives those at the head of the queue what they wait for, as far as it
 * goes. */
static void grant(struct pirn_semaphore *s)
{
    while (s->waiters.last) {
        struct pirn_task *first = pirn__waiters_first(s->waiters.last);
        struct pirn__acquirer *acquirer = first->wait.queue.object;
        if (acquirer->n > s->count)
            return;
        s->count -= acquirer->n;
        pirn__waiters_remove(&s->waiters.last, first);
        pirn__waiter_wake(first, 0);
    }
}

static inline bool try_acquire(struct pirn_semaphore *s, size_t n,
                               const char *call)
{
    pirn__check_object(s, call, "semaphore");
    enum pirn__hold hold = pirn__hold_inside(call, &s->waiters);
    bool may = may_take(s, n);
    if (may)
        s->count -= n;
    pirn__release_here(hold);
    return may;
}

int pirn_semaphore_try_acquire(struct pirn_semaphore *s, size_t n)
{
    return try_acquire(s, n, "pirn_semaphore_try_acquire") ? 0 : -EAGAIN;
}

void pirn_semaphore_release(struct pirn_semaphore *s, size_t n)
{
    pirn__check_object(s, "pirn_semaphore_release", "semaphore");
    enum pirn__hold hold =
        pirn__hold_inside("pirn_semaphore_release", &s->waiters);
    if (pirn__unlikely(s->count + n < n))
        pirn__die("a semaphore overflows");
    s->count += n;
    grant(s);
    pirn__release_here(hold);
}

/* True if it need not wait, with the result in self->rc. */
static bool begin_here(struct pirn_worker *w, struct pirn__acquirer *self)
{
    struct pirn_semaphore *s = self->semaphore;
    pirn__check_object(s, "pirn_semaphore_acquire", "semaphore");
    self->state = 1;
    self->rc = 0;
    if (pirn__refused(w)) {
        pirn__refuse(w);
    } else if (may_take(s, self->n)) {
        s->count -= self->n;
        pirn__at_once(w, 0);
    } else {
        pirn__queue_up(w, PIRN__WAIT_SEMAPHORE, &s->waiters.last, self);
    }
    if (!w->suspended)
        return true;
    pirn__frame_wait(w, (struct pirn_frame *)self, &self->rc);
    return false;
}

static bool begin(struct pirn_worker *w, struct pirn__acquirer *self)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    enum pirn__hold hold = pirn__hold_waiters(loop, &self->semaphore->waiters);
    bool is_done = begin_here(w, self);
    pirn__release(loop, hold);
    return is_done;
}

static struct pirn_frame *acquire_step(struct pirn_frame *frame,
                                       struct pirn_worker *w)
{
    struct pirn__acquirer *self = (struct pirn__acquirer *)frame;
    if (self->state == 0 && !begin(w, self))
        return NULL;
    return pirn__frame_finish(w, frame, self->rc);
}

int pirn_semaphore_acquire(struct pirn_worker *w, struct pirn_semaphore *s,
                           size_t n)
{
    struct pirn__acquirer *self;
    if (pirn__must_start(w)) {
        self = pirn__frame_start(w, sizeof *self,
                                 _Alignof(struct pirn__acquirer), acquire_step);
        if (self) {
            self->semaphore = s;
            self->n = n;
        }
        return 0;
    }
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (try_acquire(s, n, "pirn_semaphore_acquire"))
        return pirn__at_once(w, 0);
    self = pirn__frame_new(w, sizeof *self, _Alignof(struct pirn__acquirer),
                           acquire_step, 0);
    self->semaphore = s;
    self->n = n;
    if (begin(w, self)) { /* units have come since */
        pirn__frame_free(w, (struct pirn_frame *)self);
        return 0;
    }
    w->suspended = &self->link;
    return 0;
}

/* A task that gives up waiting for many units may have been in the way of one
 * that needs few. */
static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__acquirer *acquirer = task->wait.queue.object;
    pirn__waiters_remove(&acquirer->semaphore->waiters.last, task);
    pirn__wait_cancelled(loop, task);
    grant(acquirer->semaphore);
}

PIRN__WAIT_KIND(SEMAPHORE) = {.name = "waits for a semaphore",
                              .interrupt = interrupt};
