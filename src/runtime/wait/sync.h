/* What all that tasks queue up for has in common. Each kind of it has a file of
 * its own.
 *
 * A waiter is among those of one object from pirn__queue_up until it is taken
 * out, and whoever takes it out ends its wait. Beside other workers, all of
 * that is done while the object is held: PIRN__AWAITABLE sees to it. */
#ifndef PIRN_RUNTIME_SYNC_H
#define PIRN_RUNTIME_SYNC_H

#include "runtime/wait/lease.h"
#include "runtime/wait/wait.h"

#pragma GCC visibility push(hidden)

/* The waiters of an object: a circular list of which it knows the last; NULL:
 * there are none. They are linked through wait.queue, whose object it is. */

static inline struct pirn_task *pirn__waiter(struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn_task, wait.queue.node);
}

/* The one that has waited longest; there is one. */
static inline struct pirn_task *pirn__waiters_first(struct pirn__list *last)
{
    return pirn__waiter(last->next);
}

static inline void pirn__waiters_append(struct pirn__list **last,
                                        struct pirn_task *task, void *object)
{
    struct pirn__list *node = &task->wait.queue.node;
    task->wait.queue.object = object;
    if (*last)
        pirn__list_append((*last)->next, node);
    else
        node->prev = node->next = node;
    *last = node;
}

static inline void pirn__waiters_remove(struct pirn__list **last,
                                        struct pirn_task *task)
{
    struct pirn__list *node = &task->wait.queue.node;
    if (*last == node)
        *last = node->prev == node ? NULL : node->prev;
    pirn__list_remove(node);
}

/* The first of them no longer waits. */
static inline struct pirn_task *pirn__waiters_take(struct pirn__list **last)
{
    struct pirn_task *task = pirn__waiters_first(*last);
    pirn__waiters_remove(last, task);
    return task;
}

_Noreturn void pirn__die_of_waker(const struct pirn_task *task);

/* The worker that stands for the runtime of task, whose innermost scope may be
 * on its way to another worker. */
static inline struct pirn_worker *pirn__runtime_of(const struct pirn_task *task)
{
    return __atomic_load_n(&task->scope->worker, __ATOMIC_RELAXED)->runtime;
}

/* The loop of this thread, which is about to end the wait of task; aborts if
 * that is of another runtime. */
static inline struct pirn__loop *pirn__waker_of(const struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop || loop->worker.runtime != pirn__runtime_of(task)))
        pirn__die_of_waker(task);
    return loop;
}

/* Ends the wait of task, which is in no list any more, or of all. */
static inline void pirn__waiter_wake(struct pirn_task *task, int rc)
{
    pirn__make_ready(pirn__waker_of(task), task, rc);
}

static inline void pirn__waiters_wake(struct pirn__list **last, int rc)
{
    while (*last)
        pirn__waiter_wake(pirn__waiters_take(last), rc);
}

/* The running task is to be among those waiters until it is woken. */
static inline int pirn__queue_up(struct pirn_worker *w, unsigned how,
                                 struct pirn__waiters *waiters, void *object)
{
    pirn__waiters_append(&waiters->last, w->current, object);
    return pirn__wait_begin(w, how);
}

/* For PIRN__WAIT_KIND: the task is among the waiters of a TYPE, and a
 * cancellation takes it out of there; it is one of them, the owner, that they
 * wait for. */
#define PIRN__WAITS_IN(TYPE)                                                   \
    .interrupt = pirn__queue_interrupt, .waiters = offsetof(TYPE, waiters)
#define PIRN__HELD_BY_OWNER(TYPE)                                              \
    .holder = pirn__queue_holder, .owner = offsetof(TYPE, owner)
void pirn__queue_interrupt(struct pirn__loop *loop, struct pirn_task *task);
struct pirn_task *pirn__queue_holder(const struct pirn_task *task);

/* How an operation that need not wait ends with rc. */
static inline int pirn__at_once(struct pirn_worker *w, int rc)
{
    return pirn__exhausted(w) ? pirn__give_way(w, rc) : rc;
}

/* The lock is held, and an object is about to be used that tasks queue up for.
 */
static inline void pirn__waiters_settle(struct pirn__loop *loop,
                                        struct pirn__waiters *waiters)
{
    if (pirn__lease_settle(loop, &waiters->lease))
        pirn__lease_offer(loop, &waiters->lease, waiters->last);
}

/* An object that tasks queue up for, by its waiters, is about to be used on
 * this thread, which is loop's. */
static inline __attribute__((warn_unused_result)) enum pirn__hold
pirn__hold_waiters(struct pirn__loop *loop, struct pirn__waiters *waiters)
{
    if (pirn__likely(!loop->worker.crew))
        return PIRN__HELD_ALREADY;
    enum pirn__hold hold = pirn__hold_object(loop, &waiters->lease);
    if (pirn__unlikely(hold != PIRN__BY_LEASE))
        pirn__waiters_settle(loop, waiters);
    return hold;
}

/* The same for what only tasks may touch, and what they call: aborts on a
 * thread without a runtime, while another thread has one. */
enum pirn__hold pirn__hold_inside(const char *what,
                                  struct pirn__waiters *waiters);
static inline void pirn__release_here(enum pirn__hold hold)
{
    if (hold != PIRN__HELD_ALREADY)
        pirn__release(pirn__this_loop, hold);
}

/* The running task; aborts outside of any, where `what` is called. */
struct pirn_task *pirn__running(const char *what);

#pragma GCC visibility pop

#endif
