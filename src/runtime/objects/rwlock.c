/* Locks for one writer or many readers, in the order in which they come: a
 * phase is one writer, or all readers between two writers. */
#include "runtime/wait/awaitable.h"
#include <errno.h>
#include <pirn/clause.h>

/* Whether task, which is at the head of the queue or would be the only one
 * there, need not wait. */
static inline bool may_read(const struct pirn_rwlock *l)
{
    return !l->owner;
}

static inline bool may_write(const struct pirn_rwlock *l)
{
    return !l->owner && l->readers == 0;
}

static inline void take_for_writing(struct pirn_rwlock *l,
                                    struct pirn_task *task)
{
    l->owner = task;
    l->worker = pirn__runtime_of(task);
}

static void check(struct pirn_worker *w, const struct pirn_rwlock *l,
                  const char *call)
{
    pirn__check_object(l, call, "rwlock");
    if (pirn__likely(!l->owner))
        return;
    if (l->worker != w->runtime)
        pirn__die("an rwlock is held by a task of another runtime");
    if (l->owner == w->current)
        pirn__die("a task locks an rwlock that it holds already");
}

static int attempt_to_read(struct pirn_worker *w,
                           const struct pirn_clause *clause, bool does)
{
    struct pirn_rwlock *l = clause->object;
    check(w, l, NULL);
    if (l->waiters.last || !may_read(l))
        return -EAGAIN;
    l->readers += does;
    return 0;
}

static int attempt_to_write(struct pirn_worker *w,
                            const struct pirn_clause *clause, bool does)
{
    struct pirn_rwlock *l = clause->object;
    check(w, l, NULL);
    if (l->waiters.last || !may_write(l))
        return -EAGAIN;
    if (does)
        take_for_writing(l, w->current);
    return 0;
}

static void grant(void *object);

/* A writer that gives up waiting may have been what readers waited for. */
PIRN__OWN_WAIT_KIND(LOCKS_TO_READ, 39, .name = "locks an rwlock for reading",
                    PIRN__WAITS_IN(struct pirn_rwlock),
                    PIRN__HELD_BY_OWNER(struct pirn_rwlock), .left = grant,
                    .attempt = attempt_to_read);
PIRN__CLAUSE_KIND(rwlock_rdlock, LOCKS_TO_READ);
PIRN__OWN_WAIT_KIND(LOCKS_TO_WRITE, 40, .name = "locks an rwlock for writing",
                    PIRN__WAITS_IN(struct pirn_rwlock),
                    PIRN__HELD_BY_OWNER(struct pirn_rwlock), .left = grant,
                    .attempt = attempt_to_write);
PIRN__CLAUSE_KIND(rwlock_wrlock, LOCKS_TO_WRITE);

/* Lets those at the head of the queue have it that may. */
static void grant(void *object)
{
    struct pirn_rwlock *l = object;
    while (l->waiters.last) {
        struct pirn__queued *first = pirn__waiters_first(l->waiters.last);
        bool is_writer = pirn__waiter_kind(first) == LOCKS_TO_WRITE;
        if (!(is_writer ? may_write(l) : may_read(l)))
            return;
        pirn__waiters_remove(&l->waiters.last, first);
        if (is_writer)
            take_for_writing(l, pirn__waiter_task(first));
        else
            l->readers++;
        pirn__waiter_wake(first, 0);
    }
}

PIRN__AWAITABLE(pirn_rwlock_rdlock, PIRN__HOLD(l), (struct pirn_rwlock *, l))
{
    check(w, l, "pirn_rwlock_rdlock");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (l->waiters.last || !may_read(l))
        return pirn__queue_up(w, LOCKS_TO_READ, &l->waiters, l);
    l->readers++;
    return pirn__at_once(w, 0);
}

PIRN__AWAITABLE(pirn_rwlock_wrlock, PIRN__HOLD(l), (struct pirn_rwlock *, l))
{
    check(w, l, "pirn_rwlock_wrlock");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (l->waiters.last || !may_write(l))
        return pirn__queue_up(w, LOCKS_TO_WRITE, &l->waiters, l);
    take_for_writing(l, w->current);
    return pirn__at_once(w, 0);
}

PIRN__CALLABLE(int, pirn_rwlock_try_rdlock, (struct pirn_rwlock *, l))
{
    pirn__running("pirn_rwlock_try_rdlock");
    pirn__check_object(l, "pirn_rwlock_try_rdlock", "rwlock");
    enum pirn__hold hold = pirn__hold_inside(NULL, &l->waiters);
    int rc = l->waiters.last || !may_read(l) ? -EAGAIN : 0;
    if (rc == 0)
        l->readers++;
    pirn__release_here(hold);
    return rc;
}

PIRN__CALLABLE(int, pirn_rwlock_try_wrlock, (struct pirn_rwlock *, l))
{
    struct pirn_task *task = pirn__running("pirn_rwlock_try_wrlock");
    pirn__check_object(l, "pirn_rwlock_try_wrlock", "rwlock");
    enum pirn__hold hold = pirn__hold_inside(NULL, &l->waiters);
    int rc = l->waiters.last || !may_write(l) ? -EAGAIN : 0;
    if (rc == 0)
        take_for_writing(l, task);
    pirn__release_here(hold);
    return rc;
}

static void unlock(struct pirn_rwlock *l)
{
    if (l->owner) {
        if (pirn__unlikely(!pirn__this_loop ||
                           pirn__this_loop->worker.current != l->owner))
            pirn__die("a task unlocks an rwlock that another one holds");
        l->owner = NULL;
    } else if (pirn__likely(l->readers)) {
        l->readers--;
    } else {
        pirn__die("a task unlocks an rwlock that nobody holds");
    }
    grant(l);
}

PIRN__CALLABLE(void, pirn_rwlock_unlock, (struct pirn_rwlock *, l))
{
    pirn__check_object(l, "pirn_rwlock_unlock", "rwlock");
    enum pirn__hold hold = pirn__hold_inside("pirn_rwlock_unlock", &l->waiters);
    unlock(l);
    pirn__release_here(hold);
}
