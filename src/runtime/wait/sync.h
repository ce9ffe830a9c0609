/* What all that tasks queue up for has in common. Each kind of it has a file of
 * its own.
 *
 * A waiter is among those of one object from pirn__queue_up until it is taken
 * out, and whoever takes it out ends its wait. Beside other workers, all of
 * that is done while the object is held: PIRN__AWAITABLE sees to it. */
#ifndef PIRN_RUNTIME_SYNC_H
#define PIRN_RUNTIME_SYNC_H

#include "runtime/wait/claim.h"
#include "runtime/wait/wait.h"

#pragma GCC visibility push(hidden)

/* The waiters of an object: a circular list of which it knows the last; NULL:
 * there are none. A waiter is a task, whose wait.queue it is, or a clause of a
 * select, which may be one of several that wait at once. */

struct pirn__waiting_clause {
    union {
        struct pirn__queued queued;     /* among the waiters of an object */
        struct pirn__waiter in_channel; /* chan.h */
    };
    struct pirn_task *task; /* that is in the select */
    const struct pirn_clause *clause;
    uint8_t where; /* select.c's */
};

static inline struct pirn__queued *pirn__waiter_at(struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn__queued, node);
}

static inline bool pirn__waiter_is_task(const struct pirn__queued *waiter)
{
    return pirn__likely(waiter->object != NULL);
}

static inline struct pirn__waiting_clause *
pirn__waiting_clause(struct pirn__queued *waiter)
{
    return pirn__container_of(waiter, struct pirn__waiting_clause, queued);
}

/* The task that waits, for this alone or in a select. */
static inline struct pirn_task *pirn__waiter_task(struct pirn__queued *waiter)
{
    return pirn__waiter_is_task(waiter)
               ? pirn__container_of(waiter, struct pirn_task, wait.queue)
               : pirn__waiting_clause(waiter)->task;
}

/* In which kind of wait; out of line, of a clause. */
unsigned pirn__clause_kind_of(struct pirn__queued *waiter);
static inline unsigned pirn__waiter_kind(struct pirn__queued *waiter)
{
    return pirn__waiter_is_task(waiter) ? pirn__waiter_task(waiter)->waits
                                        : pirn__clause_kind_of(waiter);
}

/* The one that has waited longest; there is one. */
static inline struct pirn__queued *pirn__waiters_first(struct pirn__list *last)
{
    return pirn__waiter_at(last->next);
}

static inline void pirn__waiters_append(struct pirn__list **last,
                                        struct pirn__queued *waiter,
                                        void *object)
{
    struct pirn__list *node = &waiter->node;
    waiter->object = object;
    if (*last)
        pirn__list_append((*last)->next, node);
    else
        node->prev = node->next = node;
    *last = node;
}

static inline void pirn__waiters_remove(struct pirn__list **last,
                                        struct pirn__queued *waiter)
{
    struct pirn__list *node = &waiter->node;
    if (*last == node)
        *last = node->prev == node ? NULL : node->prev;
    pirn__list_remove(node);
}

/* The first of them no longer waits. */
static inline struct pirn__queued *pirn__waiters_take(struct pirn__list **last)
{
    struct pirn__queued *waiter = pirn__waiters_first(*last);
    pirn__waiters_remove(last, waiter);
    return waiter;
}

_Noreturn void pirn__die_of_waker(const struct pirn_task *task);

/* The worker that stands for the runtime of task, whose innermost scope may be
 * on its way to another worker. Pairs with make_cancel_scope() in cancel.c. */
static inline struct pirn_worker *pirn__runtime_of(const struct pirn_task *task)
{
    const struct pirn_scope *s =
        __atomic_load_n(&task->scope, __ATOMIC_ACQUIRE);
    return __atomic_load_n(&s->worker, __ATOMIC_RELAXED)->runtime;
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

/* Ends the wait of a waiter that is in no list any more: that of a task, or of
 * the whole select that the clause is of, and then the clause is done, with rc.
 */
void pirn__clause_wake(struct pirn__queued *waiter, int rc);
static inline void pirn__waiter_wake(struct pirn__queued *waiter, int rc)
{
    struct pirn_task *task = pirn__waiter_task(waiter);
    if (pirn__waiter_is_task(waiter))
        pirn__make_ready(pirn__waker_of(task), task, rc);
    else
        pirn__clause_wake(waiter, rc);
}

/* The same of all. */
static inline void pirn__waiters_wake(struct pirn__list **last, int rc)
{
    while (*last)
        pirn__waiter_wake(pirn__waiters_take(last), rc);
}

/* All of them are about to be woken: nothing else comes of a select any more,
 * though those who are woken first let others go on. */
void pirn__waiters_claim(struct pirn__list *last);

/* The running task is to be among those waiters until it is woken. */
static inline int pirn__queue_up(struct pirn_worker *w, unsigned how,
                                 struct pirn__waiters *waiters, void *object)
{
    pirn__waiters_append(&waiters->last, &w->current->wait.queue, object);
    pirn__claim_open(w, &waiters->lease);
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

/* Of a clause of a select that is of such a kind. */
static inline struct pirn__waiters *
pirn__waiters_of(const struct pirn__wait_kind *kind, void *object)
{
    return (void *)((char *)object + kind->waiters);
}

/* The clause joins those waiters, whose object is used with the crew's lock. */
static inline void pirn__clause_enter(struct pirn__waiters *waiters,
                                      struct pirn__waiting_clause *clause)
{
    pirn__waiters_append(&waiters->last, &clause->queued, NULL);
}

/* The clause NAME of the public header waits so. */
#define PIRN__CLAUSE_KIND(NAME, KIND)                                          \
    const uint8_t pirn__kind_##NAME __attribute__((visibility("default"))) =   \
        KIND

/* How an operation that need not wait ends with rc. */
static inline int pirn__at_once(struct pirn_worker *w, int rc)
{
    return pirn__exhausted(w) ? pirn__give_way(w, rc) : rc;
}

/* An object that tasks queue up for is held, by a lock, and about to be used.
 */
static inline void pirn__waiters_settle(struct pirn__loop *loop,
                                        struct pirn__waiters *waiters)
{
    if (pirn__lease_settle(loop, &waiters->lease))
        pirn__lease_offer(loop, &waiters->lease, waiters->last);
}

static inline bool pirn__waiters_are_tasks(const void *object)
{
    (void)object;
    return true;
}

/* An object that tasks queue up for, by its waiters, is about to be used on
 * this thread, which is loop's. */
static inline __attribute__((warn_unused_result)) enum pirn__hold
pirn__hold_waiters(struct pirn__loop *loop, struct pirn__waiters *waiters)
{
    if (pirn__likely(!loop->worker.crew))
        return PIRN__HELD_ALREADY;
    enum pirn__hold hold = pirn__hold_object(loop, &waiters->lease,
                                             pirn__waiters_are_tasks, waiters);
    if (pirn__unlikely(hold != PIRN__BY_LEASE))
        pirn__waiters_settle(loop, waiters);
    return hold;
}

/* The same, and it is to be leased to nobody: a task that is at home elsewhere
 * is about to wait in it. */
enum pirn__hold pirn__hold_waiters_shared(struct pirn__loop *loop,
                                          struct pirn__waiters *waiters);

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
