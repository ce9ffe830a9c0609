/* How tasks get from one worker of a crew to another: sent to where they are at
 * home, given away or taken over. See crew.c.
 *
 * A task changes its home in two steps. depart() takes all that is its off the
 * worker that it leaves, which may be done by another thread if that worker is
 * idle; settle() puts it on the new one, on the thread of that. Between them
 * the task is among the arrivals of the new one, unless that is who does both.
 */
#include "runtime.h"
#include "select.h"
#include "trace.h"

enum {
    SHARED_AT_ONCE = 512, /* tasks, lest the lock is held for long */
    FEW_TURNS = 32,       /* in a batch, as long as it is not known how long
                             turns take; then more, or just one */
};

/* Turns longer than this are long: it is what waking a worker costs. */
#define LONG_TURN (5 * PIRN_US)

/* Going elsewhere ---------------------------------------------------------- */

static void post(struct pirn__loop *to, struct pirn_task *task)
{
    pirn__prefix(task)->next = to->member.arrivals;
    to->member.arrivals = task;
    pirn__crew_rouse(to);
}

void pirn__task_post(struct pirn_task *task)
{
    if (pirn__unlikely(pirn__this_loop->lane != NULL))
        pirn__trace_sent(pirn__this_loop, task);
    post(pirn__prefix(task)->home, task);
}

void pirn__scope_share(struct pirn_scope *s)
{
    for (; s && !s->is_shared; s = s->parent) {
        __atomic_store_n(&s->is_shared, true, __ATOMIC_RELAXED);
        __atomic_store_n(&s->is_odd, true, __ATOMIC_RELAXED);
    }
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
    from->tasks--;
    __atomic_store_n(&pirn__prefix(task)->home, to, __ATOMIC_RELAXED);
}

/* It has come here. */
static void settle(struct pirn__loop *loop, struct pirn_task *task)
{
    if (pirn__ring_reserve(&loop->worker.ring, loop->tasks + 1) < 0)
        pirn__die("out of memory: cannot take a task over from another "
                  "worker");
    loop->tasks++;
    for (struct pirn_scope *s = task->scope; s->owner == task; s = s->parent) {
        if (s->has_moved && !s->origin)
            pirn__timer_set(loop->wheel, &s->timer, pirn__timer_time(&s->timer),
                            PIRN__TIMER_SCOPE);
        s->has_moved = false;
    }
    pirn__cancel_reached(loop, task);
}

static void give(struct pirn__loop *from, struct pirn_task *task,
                 struct pirn__loop *to)
{
    depart(from, task, to);
    pirn__prefix(task)->is_new = true;
    post(to, task);
}

/* As the body of a scope that is, or as a task of one: each scope is if one
 * around it is. */
static bool is_pinned(const struct pirn_task *task)
{
    return task->scope->is_pinned;
}

/* Sharing what is ready ---------------------------------------------------- */

static struct pirn__loop *first_hungry(struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        if (crew->loops[i]->member.is_hungry)
            return crew->loops[i];
    return NULL;
}

/* Sends up to count of the tasks in the ring, the last ones first. Returns how
 * many went. */
static size_t give_from_ring(struct pirn__loop *loop, size_t count,
                             struct pirn__loop *to)
{
    struct pirn__ring *ring = &loop->worker.ring;
    struct pirn__span *unstarted = &loop->unstarted;
    size_t sent = 0, at = ring->tail;
    while (sent < count && at != ring->head) {
        struct pirn_task **slot = &ring->slots[--at & ring->mask];
        if ((*slot)->waits == PIRN__WAIT_NONE && !is_pinned(*slot)) {
            give(loop, *slot, to);
            *slot = NULL;
            sent++;
            unstarted->to -= at < unstarted->to;
        }
    }
    size_t kept = at;
    for (; at != ring->tail; at++)
        if (ring->slots[at & ring->mask])
            ring->slots[kept++ & ring->mask] = ring->slots[at & ring->mask];
    ring->tail = kept;
    return sent;
}

/* Gives away half of the tasks that are ready, or running. Returns whether
 * there was anything that may go. */
static bool share(struct pirn__loop *loop, unsigned running)
{
    struct pirn__ring *ring = &loop->worker.ring;
    bool entered = pirn__enter(loop);
    bool is_traced = loop->lane && running, has_given = false;
    struct pirn__loop *to;
    if (is_traced)
        pirn__trace_passed(loop, false);
    while ((to = first_hungry(loop->worker.crew))) {
        size_t count = (ring->tail - ring->head + running) / 2;
        if (count > SHARED_AT_ONCE)
            count = SHARED_AT_ONCE;
        if (count == 0 || give_from_ring(loop, count, to) == 0)
            break;
        has_given = true;
    }
    loop->young = (struct pirn__span){ring->tail, ring->tail};
    if (is_traced)
        pirn__trace_passed(loop, true);
    pirn__leave(loop, entered);
    return has_given;
}

static bool is_hunger(const struct pirn__loop *loop)
{
    return atomic_load_explicit(&loop->worker.crew->hungry,
                                memory_order_relaxed) > 0;
}

void pirn__crew_spawned(struct pirn__loop *loop)
{
    if (pirn__unlikely(loop->member.is_slow) && is_hunger(loop))
        share(loop, 1);
}

/* Ending waits ------------------------------------------------------------- */

void pirn__make_ready_in_crew(struct pirn__loop *loop, struct pirn_task *task,
                              int rc)
{
    struct pirn__loop *home = pirn__home(loop, task), *to = home;
    task->waits = PIRN__WAIT_NONE;
    task->wait.rc = rc;
    if (home == loop && loop->member.is_slow && loop->member.has_lock &&
        task != loop->worker.current && !is_pinned(task))
        to = first_hungry(loop->worker.crew);
    else if (home != loop && home->member.is_idle && !loop->member.is_slow &&
             !is_pinned(task))
        to = loop;
    if (to && to != loop && pirn__unlikely(loop->lane != NULL))
        pirn__trace_sent(loop, task);
    if (to == home || !to) {
        home == loop ? pirn__ring_push(&loop->worker.ring, task)
                     : post(home, task);
    } else if (to != loop) {
        give(loop, task, to);
    } else {
        depart(home, task, loop);
        settle(loop, task);
        pirn__ring_push(&loop->worker.ring, task);
    }
}

/* Arriving ----------------------------------------------------------------- */

static struct pirn_task *reversed(struct pirn_task *newest)
{
    struct pirn_task *oldest = NULL;
    while (newest) {
        struct pirn__prefix *prefix = pirn__prefix(newest);
        struct pirn_task *next = prefix->next;
        prefix->next = oldest;
        oldest = newest;
        newest = next;
    }
    return oldest;
}

static bool has_begun(const struct pirn_task *task)
{
    const struct pirn_frame *first = (const struct pirn_frame *)(task + 1);
    return task->leaf.caller != first || first->state != 0;
}

static void arrive(struct pirn__loop *loop, struct pirn_task *task)
{
    if (pirn__prefix(task)->is_new) {
        pirn__prefix(task)->is_new = false;
        settle(loop, task);
        if (!has_begun(task))
            pirn__loop_unstarted(loop);
    }
    switch (task->waits) {
    case PIRN__WAIT_SCOPE:
        pirn__scope_over(loop, task);
        return;
    case PIRN__WAIT_SELECT:
        pirn__select_decided(loop, task);
        return;
    case PIRN__WAIT_VALUE:
        pirn__task_take_value(task);
        break;
    default:
        break;
    }
    pirn__ring_push(&loop->worker.ring, task);
}

void pirn__crew_take_in(struct pirn__loop *loop)
{
    struct pirn_task *task = reversed(loop->member.arrivals);
    struct pirn__note *notes = loop->member.notes;
    loop->member.arrivals = NULL;
    loop->member.notes = NULL;
    for (struct pirn_task *next; task; task = next) {
        next = pirn__prefix(task)->next;
        arrive(loop, task);
    }
    if (notes)
        pirn__notes_heed(loop, notes);
}

/* Between turns ------------------------------------------------------------ */

void pirn__crew_pace(struct pirn__loop *loop, int64_t now)
{
    struct pirn__member *member = &loop->member;
    bool was_slow = member->is_slow;
    if (is_hunger(loop)) /* what could not be given then may be by now */
        member->is_asked = true;
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

void pirn__crew_rested(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    member->batch = member->is_slow ? 1 : FEW_TURNS;
    member->turns = 0;
    member->paced = pirn__clock_now(loop->clock);
}

bool pirn__crew_departs(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (task->waits == PIRN__WAIT_MOVE) {
        struct pirn__loop *to = crew->loops[task->wait.unused[0]];
        bool entered = pirn__enter(loop);
        task->waits = PIRN__WAIT_PLACED;
        give(loop, task, to);
        pirn__leave(loop, entered);
        return true;
    }
    task->waits = PIRN__WAIT_NONE;
    return false;
}

bool pirn__crew_attend(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    if (pirn__unlikely(pirn__is_forked))
        pirn__die_forked();
    member->is_asked = false;
    if (is_hunger(loop)) {
        size_t ready = loop->worker.ring.tail - loop->worker.ring.head;
        if (ready < 2 || share(loop, 0))
            member->is_asked = true; /* there may be more to give soon */
    }
    return pirn__crew_has_post(loop) || loop->worker.crew->is_pausing ||
           member->stock.is_wanted;
}
