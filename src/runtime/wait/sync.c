/* What all that tasks queue up for has in common. Each kind of it has a file
 * of its own; none of them knows more of a task than its `wait.queue`. */
#include "runtime/wait/sync.h"
#include "runtime/runtime.h"
#include <pirn/clause.h>

void pirn__die_of_waker(const struct pirn_task *task)
{
    pirn__die("a thread ends the wait of a task of another one's runtime, "
              "which %s: pirn_complete may do that",
              pirn__wait_kind_of(task)->name);
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

enum pirn__hold pirn__hold_waiters_shared(struct pirn__loop *loop,
                                          struct pirn__waiters *waiters)
{
    if (pirn__likely(!loop->worker.crew))
        return PIRN__HELD_ALREADY;
    enum pirn__hold hold = pirn__hold_object_slowly(
        loop, &waiters->lease, pirn__waiters_are_tasks, waiters);
    if (pirn__permit_of(&waiters->lease) != PIRN__SHARED)
        pirn__lease_share(loop, &waiters->lease); /* by the crew's lock */
    return hold;
}

enum pirn__hold pirn__hold_inside(const char *what,
                                  struct pirn__waiters *waiters)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop) && pirn__is_running(NULL))
        pirn__die_outside(what);
    return loop ? pirn__hold_waiters(loop, waiters) : PIRN__HELD_ALREADY;
}

unsigned pirn__clause_kind_of(struct pirn__queued *waiter)
{
    return pirn__waiting_clause(waiter)->clause->kind;
}

void pirn__clause_wake(struct pirn__queued *waiter, int rc)
{
    struct pirn__waiting_clause *clause = pirn__waiting_clause(waiter);
    struct pirn__loop *loop = pirn__waker_of(clause->task);
    pirn__wait_kind_of(clause->task)->won(loop, clause, rc);
}

void pirn__waiters_claim(struct pirn__list *last)
{
    struct pirn__list *node = last;
    if (!last)
        return;
    do {
        struct pirn__queued *waiter = pirn__waiter_at(node);
        if (!pirn__waiter_is_task(waiter)) {
            struct pirn_task *task = pirn__waiter_task(waiter);
            pirn__wait_kind_of(task)->claimed(pirn__waker_of(task),
                                              pirn__waiting_clause(waiter));
        }
        node = node->next;
    } while (node != last);
}

static void *object_of(const struct pirn_task *task)
{
    return task->wait.queue.object;
}

void pirn__queue_interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    const struct pirn__wait_kind *kind = pirn__wait_kind_of(task);
    void *object = object_of(task);
    pirn__waiters_remove(&pirn__waiters_of(kind, object)->last,
                         &task->wait.queue);
    pirn__wait_cancelled(loop, task);
    if (kind->left)
        kind->left(object);
}

struct pirn_task *pirn__queue_holder(const struct pirn_task *task)
{
    size_t owner = pirn__wait_kind_of(task)->owner;
    return *(struct pirn_task **)(void *)((char *)object_of(task) + owner);
}
