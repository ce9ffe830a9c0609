/* Mutexes, and the conditions that go with them.
 *
 * A mutex that tasks wait for is always held: who gives it up makes the first
 * of them its owner. So to find it free is to be allowed to take it.
 *
 * A signal takes a task out of the condition's queue and has it take the
 * mutex: at once, if that is free, else it joins the mutex's queue without
 * having run. A cancellation does the same, and then it is the kind of the
 * wait that remembers what pirn_condition_wait has to return. */
#include "runtime.h"
#include "sync.h"
#include <errno.h>

static inline void take(struct pirn_mutex *m, struct pirn_worker *w,
                        struct pirn_task *task)
{
    m->owner = task;
    m->worker = pirn__runtime_of(w);
}

static int lock(struct pirn_worker *w, void *object, void *unused)
{
    struct pirn_mutex *m = object;
    (void)unused;
    if (pirn__unlikely(m->owner && m->worker != pirn__runtime_of(w)))
        pirn__die("a mutex is held by a task of another runtime");
    if (pirn__unlikely(m->owner == w->current))
        pirn__die("a task locks a mutex that it holds already");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (m->owner)
        return pirn__queue_up(w, PIRN__WAIT_MUTEX, &m->waiters, m);
    take(m, w, w->current);
    return pirn__at_once(w, 0);
}

int pirn_mutex_lock(struct pirn_worker *w, struct pirn_mutex *m)
{
    w->budget += w->budget == 0; /* as it is when we come from there */
    if (pirn__must_start(w))
        return pirn__begin_later(w, lock, m, NULL);
    return pirn__begin_now(w, lock, m, NULL);
}

int pirn_mutex_try_lock(struct pirn_mutex *m)
{
    struct pirn_task *task = pirn__running("pirn_mutex_try_lock");
    struct pirn__loop *entered = pirn__enter_here();
    int rc = m->owner ? -EAGAIN : 0;
    if (rc == 0)
        take(m, &pirn__this_loop->worker, task);
    pirn__leave_here(entered);
    return rc;
}

/* The owner gives m up. */
static void hand_on(struct pirn_mutex *m)
{
    m->owner = NULL;
    if (!m->waiters)
        return;
    struct pirn_task *next = pirn__waiters_take(&m->waiters);
    m->owner = next;
    pirn__make_ready(pirn__caller_loop(m->worker), next,
                     next->waits == PIRN__WAIT_RELOCK_CANCELLED ? -ECANCELED
                                                                : 0);
}

static void unlock(struct pirn_mutex *m)
{
    if (pirn__unlikely(!m->owner))
        pirn__die("a task unlocks a mutex that nobody holds");
    if (pirn__unlikely(pirn__caller_loop(m->worker)->worker.current !=
                       m->owner))
        pirn__die("a task unlocks a mutex that another one holds");
    hand_on(m);
}

void pirn_mutex_unlock(struct pirn_mutex *m)
{
    struct pirn__loop *entered = pirn__enter_here();
    unlock(m);
    pirn__leave_here(entered);
}

void pirn__mutex_interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_mutex *m = task->wait.queue.object;
    pirn__waiters_remove(&m->waiters, task);
    pirn__wait_cancelled(loop, task);
}

struct pirn_task *pirn__mutex_holder(const struct pirn_task *task)
{
    return ((struct pirn_mutex *)task->wait.queue.object)->owner;
}

/* Conditions --------------------------------------------------------------- */

static int condition_wait(struct pirn_worker *w, void *object, void *other)
{
    struct pirn_condition *c = object;
    struct pirn_mutex *m = other;
    if (pirn__unlikely(m->owner != w->current))
        pirn__die("a task waits for a condition without holding its mutex");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (pirn__unlikely(c->waiters && c->mutex != m))
        pirn__die("tasks wait for a condition with different mutexes");
    c->mutex = m;
    hand_on(m);
    return pirn__queue_up(w, PIRN__WAIT_CONDITION, &c->waiters, c);
}

int pirn_condition_wait(struct pirn_worker *w, struct pirn_condition *c,
                        struct pirn_mutex *m)
{
    if (pirn__must_start(w))
        return pirn__begin_later(w, condition_wait, c, m);
    return pirn__begin_now(w, condition_wait, c, m);
}

/* task, which is not waiting for the condition any more, takes m again; how
 * says what it returns then. */
static void relock(struct pirn_mutex *m, struct pirn_task *task,
                   enum pirn__wait how)
{
    task->waits = (uint8_t)how;
    pirn__waiters_append(&m->waiters, task, m);
    if (!m->owner)
        hand_on(m);
}

static void signal_first(struct pirn_condition *c)
{
    relock(c->mutex, pirn__waiters_take(&c->waiters), PIRN__WAIT_RELOCK);
}

void pirn_condition_signal(struct pirn_condition *c)
{
    struct pirn__loop *entered = pirn__enter_here();
    if (c->waiters)
        signal_first(c);
    pirn__leave_here(entered);
}

void pirn_condition_broadcast(struct pirn_condition *c)
{
    struct pirn__loop *entered = pirn__enter_here();
    while (c->waiters)
        signal_first(c);
    pirn__leave_here(entered);
}

void pirn__condition_interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_condition *c = task->wait.queue.object;
    (void)loop;
    pirn__waiters_remove(&c->waiters, task);
    pirn__scope_failed_wait(task->scope);
    relock(c->mutex, task, PIRN__WAIT_RELOCK_CANCELLED);
}
