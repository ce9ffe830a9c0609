/* The serial elision of sync.h: there is only one task, so nobody ever waits,
 * and the locks do no more than to check how they are used. */
#ifndef PIRN_SYNC_ELIDED_H
#define PIRN_SYNC_ELIDED_H

#include <pirn/clause.h>
#include <pirn/post.h>

/* What pirn__sync_check says of a wrong use, and PIRN__SYNC_WAIT of a wait
 * that nothing will end: no other task does, and nobody may post. */
PIRN__ELIDED void pirn__sync_check(bool holds, const char *sentence)
{
    if (holds)
        return;
    pirn__elided_say("pirn: ", sentence, "\n");
    __builtin_abort();
}

PIRN__ELIDED void pirn__sync_await_post(const char *what)
{
    if (pirn__elided_await_post())
        return;
    pirn__elided_say("pirn: stuck: waits for ", what,
                     ", and nothing can end that\n");
    exit(PIRN_EXIT_STUCK);
}
#define PIRN__SYNC_WAIT(IS_OVER, WHAT)                                         \
    while (!(IS_OVER))                                                         \
    pirn__sync_await_post(WHAT)

/* The one task there is. */
#define pirn__serial_task(object) ((struct pirn_task *)(void *)(object))

PIRN__ELIDED int pirn_mutex_try_lock(struct pirn_mutex *m)
{
    if (m->owner)
        return -EAGAIN;
    m->owner = pirn__serial_task(m);
    return 0;
}

PIRN__ELIDED int pirn_mutex_lock(struct pirn_mutex *m)
{
    pirn__sync_check(!m->owner, "a task locks a mutex that it holds already");
    return pirn_mutex_try_lock(m);
}

PIRN__ELIDED void pirn_mutex_unlock(struct pirn_mutex *m)
{
    pirn__sync_check(m->owner, "a task unlocks a mutex that nobody holds");
    m->owner = NULL;
}

PIRN__ELIDED int pirn_rwlock_try_rdlock(struct pirn_rwlock *l)
{
    if (l->owner)
        return -EAGAIN;
    l->readers++;
    return 0;
}

PIRN__ELIDED int pirn_rwlock_try_wrlock(struct pirn_rwlock *l)
{
    if (l->owner || l->readers)
        return -EAGAIN;
    l->owner = pirn__serial_task(l);
    return 0;
}

PIRN__ELIDED int pirn_rwlock_rdlock(struct pirn_rwlock *l)
{
    pirn__sync_check(!l->owner, "a task locks an rwlock that it holds already");
    return pirn_rwlock_try_rdlock(l);
}

PIRN__ELIDED int pirn_rwlock_wrlock(struct pirn_rwlock *l)
{
    pirn__sync_check(!l->owner, "a task locks an rwlock that it holds already");
    PIRN__SYNC_WAIT(!l->readers, "an rwlock");
    return pirn_rwlock_try_wrlock(l);
}

PIRN__ELIDED void pirn_rwlock_unlock(struct pirn_rwlock *l)
{
    pirn__sync_check(l->owner || l->readers,
                     "a task unlocks an rwlock that nobody holds");
    if (l->owner)
        l->owner = NULL;
    else
        l->readers--;
}

PIRN__ELIDED int pirn_semaphore_try_acquire(struct pirn_semaphore *s, size_t n)
{
    if (s->count < n)
        return -EAGAIN;
    s->count -= n;
    return 0;
}

PIRN__ELIDED int pirn_semaphore_acquire(struct pirn_semaphore *s, size_t n)
{
    PIRN__SYNC_WAIT(s->count >= n, "a semaphore");
    return pirn_semaphore_try_acquire(s, n);
}

PIRN__ELIDED void pirn_semaphore_release(struct pirn_semaphore *s, size_t n)
{
    pirn__sync_check((ptrdiff_t)n >= 0 && s->count + n >= n,
                     "a semaphore overflows");
    s->count += n;
}

PIRN__ELIDED int pirn_condition_wait(struct pirn_condition *c,
                                     struct pirn_mutex *m)
{
    (void)c;
    pirn__sync_check(m->owner, "a task waits for a condition without holding "
                               "its mutex");
    pirn__sync_await_post("a condition");
    return 0;
}

PIRN__ELIDED void pirn_condition_signal(struct pirn_condition *c)
{
    (void)c;
}

PIRN__ELIDED void pirn_condition_broadcast(struct pirn_condition *c)
{
    (void)c;
}

PIRN__ELIDED void pirn_event_set(struct pirn_event *e)
{
    e->set = true;
}

PIRN__ELIDED void pirn_event_clear(struct pirn_event *e)
{
    e->set = false;
}

PIRN__ELIDED int pirn_event_wait(struct pirn_event *e)
{
    PIRN__SYNC_WAIT(e->set, "an event");
    return 0;
}

PIRN__ELIDED int pirn_once(struct pirn_once *o, int (*f)(void *arg), void *arg)
{
    if (o->done)
        return o->result;
    pirn__sync_check(!o->owner, "a task waits for a pirn_once that it is "
                                "doing itself");
    o->owner = pirn__serial_task(o);
    o->result = f(arg);
    o->owner = NULL;
    o->done = o->result >= 0;
    return o->result;
}

PIRN__ELIDED void pirn_wait_group_add(struct pirn_wait_group *g, size_t n)
{
    pirn__sync_check((ptrdiff_t)n >= 0 && g->count + n >= n,
                     "a wait group overflows");
    g->count += n;
}

PIRN__ELIDED void pirn_wait_group_done(struct pirn_wait_group *g)
{
    pirn__sync_check(g->count, "more of a wait group is done than was added");
    g->count--;
}

PIRN__ELIDED int pirn_wait_group_wait(struct pirn_wait_group *g)
{
    PIRN__SYNC_WAIT(g->count == 0, "a wait group");
    return 0;
}

/* As clauses of a select. */

PIRN__ELIDED int pirn__attempt_mutex_lock(const struct pirn_clause *clause)
{
    struct pirn_mutex *m = (struct pirn_mutex *)clause->object;
    pirn__sync_check(!m->owner, "a task locks a mutex that it holds already");
    return pirn_mutex_try_lock(m);
}

PIRN__ELIDED int pirn__attempt_rwlock_rdlock(const struct pirn_clause *clause)
{
    struct pirn_rwlock *l = (struct pirn_rwlock *)clause->object;
    pirn__sync_check(!l->owner, "a task locks an rwlock that it holds already");
    return pirn_rwlock_try_rdlock(l);
}

PIRN__ELIDED int pirn__attempt_rwlock_wrlock(const struct pirn_clause *clause)
{
    struct pirn_rwlock *l = (struct pirn_rwlock *)clause->object;
    pirn__sync_check(!l->owner, "a task locks an rwlock that it holds already");
    return pirn_rwlock_try_wrlock(l);
}

PIRN__ELIDED int
pirn__attempt_semaphore_acquire(const struct pirn_clause *clause)
{
    return pirn_semaphore_try_acquire((struct pirn_semaphore *)clause->object,
                                      clause->n);
}

PIRN__ELIDED int pirn__attempt_condition_wait(const struct pirn_clause *clause)
{
    pirn__sync_check(((struct pirn_mutex *)clause->item)->owner,
                     "a task waits for a condition without holding its mutex");
    return -EAGAIN;
}

PIRN__ELIDED int pirn__attempt_event_wait(const struct pirn_clause *clause)
{
    return ((struct pirn_event *)clause->object)->set ? 0 : -EAGAIN;
}

PIRN__ELIDED int pirn__attempt_wait_group_wait(const struct pirn_clause *clause)
{
    return ((struct pirn_wait_group *)clause->object)->count ? -EAGAIN : 0;
}

#endif
