/* Mutexes, and the conditions that go with them.
 *
 * A mutex that tasks wait for is always held: who gives it up makes the first
 * of them its owner. So to find it free is to be allowed to take it.
 *
 * A signal takes a task out of the condition's queue and has it take the
 * mutex: at once, if that is free, else it joins the mutex's queue without
 * having run. A cancellation does the same, and then it is the kind of the
 * wait that remembers what pirn_condition_wait has to return. */
#include "runtime/wait/awaitable.h"
#include <errno.h>
#include <pirn/clause.h>

static inline void take(struct pirn_mutex *m, struct pirn_worker *w,
                        struct pirn_task *task)
{
    m->owner = task;
    m->worker = w->runtime;
}

static inline void check_locker(const struct pirn_worker *w,
                                const struct pirn_mutex *m)
{
    if (pirn__unlikely(m->owner && m->worker != w->runtime))
        pirn__die("a mutex is held by a task of another runtime");
    if (pirn__unlikely(m->owner == w->current))
        pirn__die("a task locks a mutex that it holds already");
}

static int attempt(struct pirn_worker *w, const struct pirn_clause *clause,
                   bool does)
{
    struct pirn_mutex *m = clause->object;
    check_locker(w, m);
    if (m->owner)
        return -EAGAIN;
    if (does)
        take(m, w, w->current);
    return 0;
}

PIRN__OWN_WAIT_KIND(LOCKS, 35, .name = "locks a mutex",
                    PIRN__WAITS_IN(struct pirn_mutex),
                    PIRN__HELD_BY_OWNER(struct pirn_mutex), .attempt = attempt);
PIRN__CLAUSE_KIND(mutex_lock, LOCKS);
/* After a condition was signalled, or that wait was cancelled. */
PIRN__OWN_WAIT_KIND(RELOCKS, 36,
                    .name = "has been signalled, and takes its mutex again",
                    PIRN__HELD_BY_OWNER(struct pirn_mutex));
PIRN__OWN_WAIT_KIND(RELOCKS_CANCELLED, 37,
                    .name =
                        "waited for a condition until cancelled, and takes its "
                        "mutex again",
                    PIRN__HELD_BY_OWNER(struct pirn_mutex));

PIRN__AWAITABLE(pirn_mutex_lock, PIRN__HOLD(m), (struct pirn_mutex *, m))
{
    pirn__check_object(m, "pirn_mutex_lock", "mutex");
    check_locker(w, m);
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (m->owner) {
        w->budget = PIRN__BUDGET; /* it gives way */
        return pirn__queue_up(w, LOCKS, &m->waiters, m);
    }
    take(m, w, w->current);
    return pirn__at_once(w, 0);
}

PIRN__CALLABLE(int, pirn_mutex_try_lock, (struct pirn_mutex *, m))
{
    struct pirn_task *task = pirn__running("pirn_mutex_try_lock");
    pirn__check_object(m, "pirn_mutex_try_lock", "mutex");
    struct pirn__loop *loop = pirn__this_loop;
    enum pirn__hold hold = pirn__hold_waiters(loop, &m->waiters);
    int rc = m->owner ? -EAGAIN : 0;
    if (rc == 0)
        take(m, &loop->worker, task);
    pirn__release(loop, hold);
    return rc;
}

/* The owner gives m up. Returns who has it now, and waits no more; or NULL. */
static inline struct pirn__queued *give_up(struct pirn_mutex *m)
{
    struct pirn__queued *next = NULL;
    m->owner = NULL;
    if (m->waiters.last) {
        next = pirn__waiters_take(&m->waiters.last);
        m->owner = pirn__waiter_task(next);
    }
    return next;
}

/* What the wait of task for a mutex returns, now that it has it. */
static inline int result_of(const struct pirn_task *task)
{
    return task->waits == RELOCKS_CANCELLED ? -ECANCELED : 0;
}

/* loop is this thread's. */
static void hand_on(struct pirn__loop *loop, struct pirn_mutex *m)
{
    struct pirn__queued *next = give_up(m);
    if (!next)
        return;
    if (pirn__waiter_is_task(next))
        pirn__make_ready(loop, m->owner, result_of(m->owner));
    else
        pirn__clause_wake(next, 0);
}

static inline void check_owner(const struct pirn__loop *loop,
                               const struct pirn_mutex *m)
{
    if (pirn__unlikely(loop->worker.current != m->owner))
        pirn__die("a task unlocks a mutex that another one holds");
}

static _Noreturn __attribute__((noinline, cold)) void die_unlocked_outside(void)
{
    if (!pirn__this_loop)
        pirn__die_outside("pirn_mutex_unlock");
    pirn__die("a task unlocks a mutex that one of another runtime holds");
}

static __attribute__((noinline)) void unlock_in_crew(struct pirn_mutex *m)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop || loop->worker.crew != m->worker->crew))
        die_unlocked_outside();
    enum pirn__hold hold = pirn__hold_waiters(loop, &m->waiters);
    check_owner(loop, m);
    hand_on(loop, m);
    pirn__release(loop, hold);
}

/* Nobody but its owner changes who that is, or looks at m without the lock. */
PIRN__CALLABLE(void, pirn_mutex_unlock, (struct pirn_mutex *, m))
{
    pirn__check_object(m, "pirn_mutex_unlock", "mutex");
    if (pirn__unlikely(!m->owner))
        pirn__die("a task unlocks a mutex that nobody holds");
    if (pirn__unlikely(m->worker->crew)) {
        unlock_in_crew(m);
        return;
    }
    struct pirn__loop *loop = pirn__loop_of(m->worker);
    if (pirn__unlikely(loop != pirn__this_loop))
        die_unlocked_outside();
    check_owner(loop, m);
    struct pirn__queued *next = give_up(m);
    if (!next)
        return;
    if (pirn__waiter_is_task(next))
        pirn__make_ready_here(loop, m->owner, result_of(m->owner));
    else
        pirn__clause_wake(next, 0);
}

/* Conditions ---------------------------------------------------------------
 *
 * As there are two objects to each, they are used with the crew's lock. */

/* The crew's lock is held, and m is to be, too. */
static enum pirn__hold hold_mutex(struct pirn_mutex *m)
{
    return pirn__this_loop ? pirn__hold_waiters(pirn__this_loop, &m->waiters)
                           : PIRN__HELD_ALREADY;
}

/* task, which is not waiting for the condition any more, takes m again; how
 * says what it returns then. */
static void relock(struct pirn_mutex *m, struct pirn_task *task, unsigned how)
{
    struct pirn__loop *loop = pirn__waker_of(task);
    enum pirn__hold hold = hold_mutex(m);
    if (pirn__home(loop, task) != loop)
        pirn__lease_share(loop, &m->waiters.lease);
    task->waits = (uint8_t)how;
    pirn__waiters_append(&m->waiters.last, &task->wait.queue, m);
    if (pirn__unlikely(loop->worker.crew))
        pirn__claim_move(task, &m->waiters.lease);
    if (!m->owner)
        hand_on(loop, m);
    pirn__release(loop, hold);
}

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_condition *c = task->wait.queue.object;
    (void)loop;
    pirn__waiters_remove(&c->waiters.last, &task->wait.queue);
    pirn__scope_failed_wait(task->scope);
    relock(c->mutex, task, RELOCKS_CANCELLED);
}

/* Before the running task waits for c, which it does holding m. */
static void check_waiter(struct pirn_worker *w, const struct pirn_condition *c,
                         const struct pirn_mutex *m)
{
    if (pirn__unlikely(m->owner != w->current))
        pirn__die("a task waits for a condition without holding its mutex");
    if (pirn__unlikely(c->waiters.last && c->mutex != m))
        pirn__die("tasks wait for a condition with different mutexes");
}

/* In a select it waits for it in any case. */
static int attempt_condition(struct pirn_worker *w,
                             const struct pirn_clause *clause, bool does)
{
    (void)does;
    pirn__check_object(clause->item, "PIRN_CONDITION_WAIT", "mutex");
    check_waiter(w, clause->object, clause->item);
    return -EAGAIN;
}

static void enter(struct pirn_worker *w, struct pirn__waiting_clause *clause)
{
    struct pirn_condition *c = clause->clause->object;
    (void)w;
    c->mutex = clause->clause->item;
    pirn__clause_enter(&c->waiters, clause);
}

static void lend(struct pirn_worker *w, const struct pirn_clause *clause,
                 const struct pirn_clause *other)
{
    if (pirn__unlikely(other && other->item != clause->item))
        pirn__die("a select waits for conditions with different mutexes");
    if (other)
        return;
    enum pirn__hold hold = hold_mutex(clause->item);
    hand_on(pirn__loop_of(w), clause->item);
    pirn__release(pirn__loop_of(w), hold);
}

static void regain(struct pirn_task *task, const struct pirn_clause *clause)
{
    relock(clause->item, task, RELOCKS);
}

PIRN__OWN_WAIT_KIND(WAITS_FOR_CONDITION, 38, .name = "waits for a condition",
                    .interrupt = interrupt,
                    .waiters = offsetof(struct pirn_condition, waiters),
                    .attempt = attempt_condition, .enter = enter, .lend = lend,
                    .regain = regain);
PIRN__CLAUSE_KIND(condition_wait, WAITS_FOR_CONDITION);

PIRN__AWAITABLE(pirn_condition_wait, PIRN__HOLD_ALL,
                (struct pirn_condition *, c), (struct pirn_mutex *, m))
{
    pirn__check_object(c, "pirn_condition_wait", "condition");
    pirn__check_object(m, "pirn_condition_wait", "mutex");
    check_waiter(w, c, m);
    if (pirn__refused(w))
        return pirn__refuse(w);
    c->mutex = m;
    enum pirn__hold hold = hold_mutex(m);
    hand_on(pirn__loop_of(w), m);
    pirn__release(pirn__loop_of(w), hold);
    pirn__waiters_append(&c->waiters.last, &w->current->wait.queue, c);
    return pirn__wait_begin(w, WAITS_FOR_CONDITION);
}

/* A clause takes the mutex when its select goes on. */
static void signal_first(struct pirn_condition *c)
{
    struct pirn__queued *first = pirn__waiters_take(&c->waiters.last);
    if (pirn__waiter_is_task(first))
        relock(c->mutex, pirn__waiter_task(first), RELOCKS);
    else
        pirn__clause_wake(first, 0);
}

PIRN__CALLABLE(void, pirn_condition_signal, (struct pirn_condition *, c))
{
    pirn__check_object(c, "pirn_condition_signal", "condition");
    struct pirn__loop *entered = pirn__enter_inside("pirn_condition_signal");
    if (c->waiters.last)
        signal_first(c);
    pirn__leave_here(entered);
}

PIRN__CALLABLE(void, pirn_condition_broadcast, (struct pirn_condition *, c))
{
    pirn__check_object(c, "pirn_condition_broadcast", "condition");
    struct pirn__loop *entered = pirn__enter_inside("pirn_condition_broadcast");
    while (c->waiters.last)
        signal_first(c);
    pirn__leave_here(entered);
}
