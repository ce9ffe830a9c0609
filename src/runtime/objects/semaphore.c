/* Semaphores. */
#include "runtime/wait/awaitable.h"
#include <errno.h>
#include <pirn/clause.h>

/* The frame of a wait: for so many units. The task's leaf knows it as its
 * caller. */
struct acquirer {
    PIRN__FRAME_HEADER;
    int rc;
    size_t n;
};

static struct pirn_frame *acquirer_step(struct pirn_frame *frame,
                                        struct pirn_worker *w)
{
    return pirn__frame_finish(w, frame, ((struct acquirer *)frame)->rc);
}
PIRN__NATIVE(acquirer_step, "pirn_semaphore_acquire", NULL);

static size_t wanted_by(struct pirn__queued *waiter)
{
    if (!pirn__waiter_is_task(waiter))
        return pirn__waiting_clause(waiter)->clause->n;
    const struct pirn_task *task = pirn__waiter_task(waiter);
    return ((const struct acquirer *)task->leaf.caller)->n;
}

/* Gives those at the head of the queue what they wait for, as far as it
 * goes. */
static void grant(void *object)
{
    struct pirn_semaphore *s = object;
    while (s->waiters.last) {
        struct pirn__queued *first = pirn__waiters_first(s->waiters.last);
        size_t n = wanted_by(first);
        if (n > s->count)
            return;
        s->count -= n;
        pirn__waiters_remove(&s->waiters.last, first);
        pirn__waiter_wake(first, 0);
    }
}

static inline bool may_take(const struct pirn_semaphore *s, size_t n)
{
    if (pirn__unlikely(n > PTRDIFF_MAX))
        pirn__die("a task takes %td units of a semaphore", (ptrdiff_t)n);
    return !s->waiters.last && n <= s->count;
}

static inline bool take(struct pirn_semaphore *s, size_t n)
{
    bool may = may_take(s, n);
    if (may)
        s->count -= n;
    return may;
}

static int attempt(struct pirn_worker *w, const struct pirn_clause *clause,
                   bool does)
{
    struct pirn_semaphore *s = clause->object;
    (void)w;
    if (!does)
        return may_take(s, clause->n) ? 0 : -EAGAIN;
    return take(s, clause->n) ? 0 : -EAGAIN;
}

/* A task that gives up waiting for many units may have been in the way of one
 * that needs few. */
PIRN__OWN_WAIT_KIND(ACQUIRES, 34, .name = "waits for a semaphore",
                    PIRN__WAITS_IN(struct pirn_semaphore), .left = grant,
                    .attempt = attempt);
PIRN__CLAUSE_KIND(semaphore_acquire, ACQUIRES);

static int wait_for(struct pirn_worker *w, struct pirn_semaphore *s, size_t n)
{
    struct acquirer *self = pirn__frame_new(
        w, sizeof *self, _Alignof(struct acquirer), acquirer_step, 0);
    self->n = n;
    pirn__queue_up(w, ACQUIRES, &s->waiters, s);
    pirn__frame_link(w, (struct pirn_frame *)self, &self->rc);
    return 0;
}

PIRN__AWAITABLE(pirn_semaphore_acquire, PIRN__HOLD(s),
                (struct pirn_semaphore *, s), (size_t, n))
{
    pirn__check_object(s, "pirn_semaphore_acquire", "semaphore");
    if (pirn__refused(w))
        return pirn__refuse(w);
    return take(s, n) ? pirn__at_once(w, 0) : wait_for(w, s, n);
}

PIRN__CALLABLE(int, pirn_semaphore_try_acquire, (struct pirn_semaphore *, s),
               (size_t, n))
{
    const char *call = "pirn_semaphore_try_acquire";
    pirn__check_object(s, call, "semaphore");
    enum pirn__hold hold = pirn__hold_inside(call, &s->waiters);
    bool is_taken = take(s, n);
    pirn__release_here(hold);
    return is_taken ? 0 : -EAGAIN;
}

PIRN__CALLABLE(void, pirn_semaphore_release, (struct pirn_semaphore *, s),
               (size_t, n))
{
    pirn__check_object(s, "pirn_semaphore_release", "semaphore");
    enum pirn__hold hold =
        pirn__hold_inside("pirn_semaphore_release", &s->waiters);
    if (pirn__unlikely(n > PTRDIFF_MAX || s->count + n < n))
        pirn__die("a semaphore overflows");
    s->count += n;
    grant(s);
    pirn__release_here(hold);
}
