/* Mutexes, and the conditions that go with them.
 *
 * A mutex that tasks wait for is always held: the owner that gives it up makes
 * the first of them the next owner. So to find it free is to be allowed to take
 * it.
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
 * There are two objects to each, and they are held one after the other, never
 * together. A task that waits has joined the condition before it gives the
 * mutex up, so no signal is lost; and one that is signalled, or cancelled, has
 * left the condition and is claimed before it joins the mutex, so nobody else
 * ends its wait in between. tests/model/a_signal_hands_a_task_on.pml shows
 * this. Only a select holds both: it has the crew's lock. */

static void unlock_mutex(struct pirn__loop *loop, struct pirn_mutex *m)
{
    enum pirn__hold hold = pirn__hold_waiters(loop, &m->waiters);
    hand_on(loop, m);
    pirn__release(loop, hold);
}

/* task, which has left its condition, joins those who wait for m, which is
 * held; how says what it returns when it has it. */
static void join(struct pirn__loop *loop, struct pirn_mutex *m,
                 struct pirn_task *task, unsigned how)
{
    task->waits = (uint8_t)how;
    pirn__waiters_append(&m->waiters.last, &task->wait.queue, m);
    if (pirn__unlikely(loop->worker.crew))
        pirn__claim_move(task, &m->waiters.lease);
    if (!m->owner)
        hand_on(loop, m);
}

static bool are_at_home(struct pirn__loop *loop, struct pirn__list *last)
{
    struct pirn__list *node = last;
    while (pirn__home(loop, pirn__waiter_task(pirn__waiter_at(node))) == loop) {
        node = node->next;
        if (node == last)
            return true;
    }
    return false;
}

/* All of those join them, in their order. */
static void join_all(struct pirn__loop *loop, struct pirn_mutex *m,
                     struct pirn__list **last, unsigned how)
{
    if (!*last)
        return;
    enum pirn__hold hold = are_at_home(loop, *last)
                               ? pirn__hold_waiters(loop, &m->waiters)
                               : pirn__hold_waiters_shared(loop, &m->waiters);
    while (*last)
        join(loop, m, pirn__waiter_task(pirn__waiters_take(last)), how);
    pirn__release(loop, hold);
}

static void relock(struct pirn__loop *loop, struct pirn_mutex *m,
                   struct pirn_task *task, unsigned how)
{
    struct pirn__list *last = NULL;
    pirn__waiters_append(&last, &task->wait.queue, m);
    join_all(loop, m, &last, how);
}

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_condition *c = task->wait.queue.object;
    pirn__waiters_remove(&c->waiters.last, &task->wait.queue);
    task->wait.queue.object = c->mutex;
    pirn__scope_failed_wait(task->scope);
    if (pirn__unlikely(loop->worker.crew))
        pirn__claim_take(task, true);
}

static void interrupted(struct pirn__loop *loop, struct pirn_task *task)
{
    relock(loop, task->wait.queue.object, task, RELOCKS_CANCELLED);
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
    if (!other)
        unlock_mutex(pirn__loop_of(w), clause->item);
}

static void regain(struct pirn_task *task, const struct pirn_clause *clause)
{
    relock(pirn__waker_of(task), clause->item, task, RELOCKS);
}

PIRN__OWN_WAIT_KIND(WAITS_FOR_CONDITION, 38, .name = "waits for a condition",
                    .interrupt = interrupt, .interrupted = interrupted,
                    .waiters = offsetof(struct pirn_condition, waiters),
                    .attempt = attempt_condition, .enter = enter, .lend = lend,
                    .regain = regain);
PIRN__CLAUSE_KIND(condition_wait, WAITS_FOR_CONDITION);

PIRN__AWAITABLE(pirn_condition_wait, PIRN__HOLD_NONE,
                (struct pirn_condition *, c), (struct pirn_mutex *, m))
{
    struct pirn__loop *loop = pirn__loop_of(w);
    pirn__check_object(c, "pirn_condition_wait", "condition");
    pirn__check_object(m, "pirn_condition_wait", "mutex");
    enum pirn__hold hold = pirn__hold_waiters(loop, &c->waiters);
    check_waiter(w, c, m);
    bool is_refused = pirn__refused(w);
    if (!is_refused) {
        c->mutex = m;
        pirn__queue_up(w, WAITS_FOR_CONDITION, &c->waiters, c);
    }
    pirn__release(loop, hold);
    if (is_refused)
        return pirn__refuse(w);
    unlock_mutex(loop, m);
    return 0;
}

/* A task that waits for c has just left it: nobody else ends its wait now, and
 * it is one of those that are to join the mutex when c has been let go. */
static void take_along(struct pirn__queued *waiter, struct pirn__list **last,
                       struct pirn_mutex *m)
{
    struct pirn_task *task = pirn__waiter_task(waiter);
    struct pirn__loop *loop = pirn__waker_of(task);
    if (pirn__unlikely(loop->worker.crew))
        pirn__claim_take(task, pirn__home(loop, task) == loop);
    pirn__waiters_append(last, waiter, m);
}

/* Ends the wait of the first of those who wait for c, or of all. Those of
 * selects take the mutex as these go on, which is at once. */
static void signal_some(struct pirn_condition *c, const char *call, bool all)
{
    pirn__check_object(c, call, "condition");
    enum pirn__hold hold = pirn__hold_inside(call, &c->waiters);
    struct pirn__loop *loop = pirn__this_loop;
    struct pirn_mutex *m = c->mutex;
    struct pirn__list *woken = NULL;
    for (bool goes_on = true; goes_on && c->waiters.last; goes_on = all) {
        struct pirn__queued *first = pirn__waiters_take(&c->waiters.last);
        if (pirn__waiter_is_task(first)) {
            take_along(first, &woken, m);
        } else {
            join_all(loop, m, &woken, RELOCKS);
            pirn__clause_wake(first, 0);
        }
    }
    pirn__release_here(hold);
    join_all(loop, m, &woken, RELOCKS);
}

PIRN__CALLABLE(void, pirn_condition_signal, (struct pirn_condition *, c))
{
    signal_some(c, "pirn_condition_signal", false);
}

PIRN__CALLABLE(void, pirn_condition_broadcast, (struct pirn_condition *, c))
{
    signal_some(c, "pirn_condition_broadcast", true);
}
