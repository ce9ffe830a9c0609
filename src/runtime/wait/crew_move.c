/* How tasks get from one worker of a crew to another: sent to where they are at
 * home, or taken over. See crew.c; crew_steal.c tells when they are stolen.
 *
 * A task changes its home in two steps. depart() takes all that is its off the
 * worker that it leaves, which may be done by another thread if that worker is
 * idle; settle() puts it on the new one, on the thread of that. Between them
 * the task is in the mailbox of the new one, unless that is who does both.
 */
#include "runtime/runtime.h"
#include "runtime/wait/baton.h"
#include "runtime/wait/claim.h"

enum {
    FEW_TURNS = 32, /* in a batch, as long as it is not known how long
                       turns take; then more, or just one */
};

/* Turns longer than this are long: it is what waking a worker costs. */
#define LONG_TURN (5 * PIRN_US)

/* Going elsewhere ---------------------------------------------------------- */

static struct pirn_task *next_in_mailbox(const struct pirn_task *task)
{
    uintptr_t claim =
        __atomic_load_n(&pirn__prefix(task)->claim, __ATOMIC_RELAXED);
    return (struct pirn_task *)(claim & ~(uintptr_t)PIRN__POSTED);
}

static void set_next(struct pirn_task *task, const struct pirn_task *next)
{
    __atomic_store_n(&pirn__prefix(task)->claim, (uintptr_t)next | PIRN__POSTED,
                     __ATOMIC_RELAXED);
}

/* What has been done with task comes before: pairs with the exchange in
 * pirn__crew_take_in. From here on that may be running task. */
static void post_now(struct pirn_task *task)
{
    struct pirn__loop *home = pirn__prefix(task)->home;
    struct pirn_task *newest = NULL; /* mostly: a look would cost more */
    do
        set_next(task, newest);
    while (!atomic_compare_exchange_weak(&home->member.mailbox, &newest, task));
    pirn__point(pirn__this_loop, PIRN__AT_POST);
    pirn__crew_rouse(home);
}

/* A task that goes on may free what it has waited for: so it does not before
 * the worker that has woken it has let go of that. */
static void post(struct pirn_task *task)
{
    struct pirn__member *member = &pirn__this_loop->member;
    if (pirn__unlikely(!member->inside)) {
        post_now(task);
        return;
    }
    set_next(task, member->to_post);
    member->to_post = task;
}

static struct pirn_task *reversed(struct pirn_task *newest)
{
    struct pirn_task *oldest = NULL;
    while (newest) {
        struct pirn_task *next = next_in_mailbox(newest);
        set_next(newest, oldest);
        oldest = newest;
        newest = next;
    }
    return oldest;
}

void pirn__crew_post_all(struct pirn__loop *loop)
{
    struct pirn_task *next, *task = reversed(loop->member.to_post);
    loop->member.to_post = NULL;
    for (; task; task = next) {
        next = next_in_mailbox(task);
        post_now(task);
    }
}

void pirn__task_post(struct pirn_task *task)
{
    if (pirn__unlikely(pirn__this_loop->lane != NULL))
        pirn__hooks.trace_sent(pirn__this_loop, task);
    post(task);
}

void pirn__scope_share(struct pirn_scope *s)
{
    for (; s && !pirn__is_shared(s); s = s->parent) {
        __atomic_store_n(&s->is_shared, true, __ATOMIC_RELAXED);
        __atomic_store_n(&s->is_slow_path, true, __ATOMIC_RELAXED);
    }
}

void pirn__scope_pass_on(struct pirn__loop *loop, struct pirn_scope *s)
{
    enum pirn__hold hold = pirn__hold_own(loop);
    pirn__scope_share(s);
    pirn__release(loop, hold);
}

static bool is_timed(const struct pirn_scope *s)
{
    return s->timer.node.next != NULL;
}

/* task, which is ready or woken, goes from one worker to the other, and takes
 * its scopes along. */
static void depart(struct pirn__loop *from, struct pirn_task *task,
                   struct pirn__loop *to)
{
    for (struct pirn_scope *s = task->scope; s->owner == task; s = s->parent) {
        __atomic_store_n(&s->worker, &to->worker, __ATOMIC_RELAXED);
        if (!is_timed(s))
            continue;
        pirn__timer_unset(from->wheel, &s->timer);
        s->has_moved = true;
    }
    pirn__scope_share(task->scope);
    pirn__scope_part(from, pirn__prefix(task)->spawn_scope);
    from->member.departed++;
    __atomic_store_n(&pirn__prefix(task)->home, to, __ATOMIC_RELAXED);
}

/* Room for one more task among what is ready. */
static void reserve(struct pirn__loop *loop)
{
    enum pirn__hold hold = pirn__hold_own(loop);
    if (pirn__ring_reserve(&loop->worker.ring, loop->tasks + 1) < 0 ||
        pirn__ring_reserve(&loop->member.queue, loop->tasks + 1) < 0)
        pirn__die("out of memory: cannot take a task over from another "
                  "worker");
    pirn__release(loop, hold);
}

/* It has come here. */
static void settle(struct pirn__loop *loop, struct pirn_task *task)
{
    reserve(loop);
    loop->tasks++;
    for (struct pirn_scope *s = task->scope; s->owner == task; s = s->parent) {
        if (s->has_moved && !pirn__origin(s))
            pirn__timer_set(loop->wheel, &s->timer, pirn__timer_time(&s->timer),
                            PIRN__TIMER_SCOPE);
        s->has_moved = false;
    }
    pirn__cancel_reached(loop, task);
}

bool pirn__is_bound(const struct pirn_task *task)
{
    for (const struct pirn_scope *s = task->scope; s->owner == task;
         s = s->parent)
        if (s->had_deadline)
            return true;
    return false;
}

static void give(struct pirn__loop *from, struct pirn_task *task,
                 struct pirn__loop *to)
{
    depart(from, task, to);
    pirn__prefix(task)->is_new = true;
    post(task);
}

/* Ending waits ------------------------------------------------------------- */

/* Puts task into the queue of its home, which is here. The one whose turn it is
 * may not be taken by another worker before that is over. */
static inline void push(struct pirn__loop *loop, struct pirn_task *task)
{
    if (pirn__unlikely(task == loop->worker.current)) {
        pirn__ring_push(&loop->worker.ring, task);
        return;
    }
    enum pirn__hold hold = pirn__hold_own(loop);
    pirn__ring_push(&loop->member.queue, task);
    pirn__release(loop, hold);
}

/* Whether task, which has waited at home elsewhere, is to go on here, with the
 * one that has woken it: then what the two have in common is touched by one
 * worker. An idle home has no use for it. A busy one may still be at the end of
 * the turn in which it began to wait; that is over when another's has begun,
 * which pairs with pirn__set_current. */
static bool may_follow(const struct pirn__loop *loop,
                       const struct pirn__loop *home,
                       const struct pirn_task *task)
{
    if (loop->member.is_slow || pirn__is_pinned(task))
        return false;
    if (home->member.is_idle)
        return true;
    return pirn__is_shared(task->scope) && !pirn__is_bound(task) &&
           __atomic_load_n(&home->worker.current, __ATOMIC_ACQUIRE) != task;
}

/* The crew's lock is held. */
static bool takes_over(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__loop *home = pirn__home(loop, task);
    if (!may_follow(loop, home, task))
        return false;
    __atomic_store_n(&pirn__prefix(task)->claim, PIRN__UNCLAIMED,
                     __ATOMIC_RELAXED);
    depart(home, task, loop);
    settle(loop, task);
    return true;
}

/* A worker that holds the lock of an object must not wait for the crew's lock.
 * And a task that is cancelled learns of that at home, which may need the locks
 * of other objects. */
static bool takes_over_in_object(struct pirn__loop *loop,
                                 struct pirn_task *task)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (pirn__is_pinned(task) || !pirn__lock_try(&crew->lock))
        return false;
    loop->member.has_lock = true;
    bool result = !pirn__is_reached(task) && takes_over(loop, task);
    loop->member.has_lock = false;
    pirn__lock_give(&crew->lock);
    return result;
}

bool pirn__crew_takes_over(struct pirn__loop *loop, struct pirn_task *task)
{
    return loop->member.has_lock ? takes_over(loop, task)
                                 : takes_over_in_object(loop, task);
}

void pirn__make_ready_in_crew(struct pirn__loop *loop, struct pirn_task *task,
                              int rc)
{
    struct pirn__loop *home = pirn__home(loop, task);
    pirn__point(loop, PIRN__AT_READY);
    pirn__claim_take(task, home == loop);
    task->waits = PIRN__WAIT_NONE;
    task->wait.rc = rc;
    if (home == loop || pirn__crew_takes_over(loop, task)) {
        push(loop, task);
    } else {
        if (pirn__unlikely(loop->lane != NULL))
            pirn__hooks.trace_sent(loop, task);
        post(task);
    }
}

/* Arriving ----------------------------------------------------------------- */

bool pirn__has_begun(const struct pirn_task *task)
{
    const struct pirn_frame *first = (const struct pirn_frame *)(task + 1);
    return task->leaf.caller != first || first->state != 0;
}

/* From another worker, where it was ready. */
static void arrive_new(struct pirn__loop *loop, struct pirn_task *task)
{
    settle(loop, task);
    enum pirn__hold hold = pirn__hold_own(loop);
    if (!pirn__has_begun(task))
        pirn__loop_unstarted(loop);
    pirn__ring_push(&loop->member.queue, task);
    pirn__release(loop, hold);
}

static void arrive(struct pirn__loop *loop, struct pirn_task *task)
{
    if (pirn__prefix(task)->is_new) {
        pirn__prefix(task)->is_new = false;
        arrive_new(loop, task);
        return;
    }
    const struct pirn__wait_kind *kind = pirn__wait_kinds[task->waits];
    if (kind->arrived)
        kind->arrived(loop, task);
    else
        push(loop, task);
}

void pirn__crew_take_in(struct pirn__loop *loop)
{
    struct pirn_task *next, *task = NULL;
    if (loop->member.mailbox) /* pairs with post() */
        task = reversed(atomic_exchange(&loop->member.mailbox, NULL));
    for (; task; task = next) {
        next = next_in_mailbox(task);
        __atomic_store_n(&pirn__prefix(task)->claim, PIRN__UNCLAIMED,
                         __ATOMIC_RELAXED);
        arrive(loop, task);
    }
    if (loop->member.messages)
        pirn__messages_act(loop);
}

void pirn__crew_take(struct pirn__loop *loop, struct pirn__loop *from,
                     struct pirn_task *task)
{
    depart(from, task, loop);
    arrive_new(loop, task);
}

/* Between turns ------------------------------------------------------------ */

/* Finds out how long turns take, from those since the last time. */
static void measure_turns(struct pirn__member *member, int64_t now)
{
    bool was_slow = member->is_slow;
    if (member->turns < (was_slow ? 1 : FEW_TURNS))
        return;
    member->is_slow = now - member->paced > member->turns * LONG_TURN;
    if (member->is_slow)
        member->batch = 1;
    else if (was_slow)
        member->batch = FEW_TURNS;
    else if (member->batch < PIRN__BATCH)
        member->batch *= 2;
    member->turns = 0;
    member->paced = now;
}

/* At this place a single task is enough to call for help. */
void pirn__crew_pace(struct pirn__loop *loop, int64_t now)
{
    struct pirn__member *member = &loop->member;
    if (member->calm && now < member->calm_until)
        member->calm--;
    else
        member->few = 0;
    if (pirn__crew_has_more(loop))
        pirn__crew_call(loop);
    measure_turns(member, now);
    if (member->few != SIZE_MAX)
        member->few = !member->is_slow;
}

void pirn__crew_rested(struct pirn__loop *loop, int64_t now)
{
    struct pirn__member *member = &loop->member;
    member->batch = member->is_slow ? 1 : FEW_TURNS;
    member->turns = 0;
    member->paced = now;
}

bool pirn__crew_departs(struct pirn__loop *loop, struct pirn_task *task)
{
    if (task->waits == PIRN__WAIT_MOVE) {
        pirn__crew_send(loop, task);
        return true;
    }
    task->waits = PIRN__WAIT_NONE;
    return false;
}

void pirn__crew_send(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__loop *to = loop->worker.crew->loops[task->wait.unused[0]];
    bool entered = pirn__enter(loop);
    task->waits = PIRN__WAIT_ASSIGNED;
    give(loop, task, to);
    pirn__leave(loop, entered);
}

bool pirn__crew_attend(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    if (pirn__unlikely(pirn__is_forked))
        pirn__die_forked();
    __atomic_store_n(&member->is_asked, false, __ATOMIC_RELAXED);
    return pirn__crew_has_post(loop) || loop->worker.crew->is_pausing ||
           member->stock.is_wanted;
}
