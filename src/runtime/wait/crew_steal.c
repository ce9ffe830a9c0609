/* How a worker that has nothing to do takes tasks from another one, which does
 * not come to them; and how one that has too many calls for that.
 *
 * A task that has just become ready is not worth the barrier. So tasks are
 * taken that have been in the queue from one look to the next. Where turns are
 * short the queue changes all the time, and tasks are taken if there is a
 * surplus at each of several looks. A single task that another one has woken is
 * no surplus: the two talk to each other, and stay together. One that has given
 * way is, as it waits for nobody. */
#include "runtime/runtime.h"
#include "runtime/wait/lease.h"

enum {
    STOLEN_AT_ONCE = 512, /* tasks, lest the lock is held for long */
    TRIES = 8,            /* to look at a queue between two of its changes */
    ALWAYS = 4,           /* looks in a row at which there is a surplus */
    MOST_VAIN = 10,       /* calls for help, after which they get no rarer */
};

/* What a look takes where turns are short. Where they are long, calls get rarer
 * by so much, not by looks. */
#define A_LOOK (5 * PIRN_US)

/* Looking ------------------------------------------------------------------ */

/* What is seen of the queue of another worker, which goes on meanwhile. */
struct look {
    size_t head, tail, gave_way_at;
};

/* Where the queue changed all the time, none of it is right. It is no more than
 * a guess in any case, so ThreadSanitizer need not know. */
static __attribute__((no_sanitize_thread)) bool
look_at(const struct pirn__loop *loop, struct look *look)
{
    const struct pirn__ring *queue = &loop->member.queue;
    for (int i = 0; i < TRIES; i++) {
        look->head = __atomic_load_n(&queue->head, __ATOMIC_RELAXED);
        look->tail = __atomic_load_n(&queue->tail, __ATOMIC_RELAXED);
        look->gave_way_at =
            __atomic_load_n(&loop->member.gave_way_at, __ATOMIC_RELAXED);
        if (look->head == __atomic_load_n(&queue->head, __ATOMIC_RELAXED))
            return true;
    }
    return false;
}

static size_t count_in(const struct look *look)
{
    return look->tail - look->head;
}

/* True if there is more ready than the one task that the running one may just
 * have woken. */
static bool has_surplus(const struct look *look)
{
    return count_in(look) > 1 ||
           (count_in(look) == 1 && look->gave_way_at >= look->head);
}

/* The other worker that has the most tasks ready, or NULL. */
static struct pirn__loop *busiest(const struct pirn__loop *self,
                                  struct look *found)
{
    const struct pirn__crew *crew = self->worker.crew;
    struct pirn__loop *best = NULL;
    *found = (struct look){0, 0, 0};
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__loop *loop = crew->loops[i];
        struct look look;
        if (loop == self || !look_at(loop, &look) ||
            count_in(&look) <= count_in(found))
            continue;
        *found = look;
        best = loop;
    }
    return best;
}

bool pirn__crew_has_backlog(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    struct look look;
    if (pirn__unlikely(loop->test)) /* which goes without this guesswork */
        return (member->suspect = busiest(loop, &look)) != NULL;
    if (member->suspect && look_at(member->suspect, &look) && count_in(&look)) {
        member->surpluses = has_surplus(&look) ? member->surpluses + 1 : 0;
        if (look.head < member->suspect_tail || member->surpluses >= ALWAYS)
            return true;
        member->suspect_tail = look.tail;
        return false;
    }
    member->suspect = busiest(loop, &look);
    member->suspect_tail = look.tail;
    member->surpluses = has_surplus(&look);
    return false;
}

/* Taking ------------------------------------------------------------------- */

/* A traced worker looks at its task after the turn, too. */
static bool may_be_stolen(const struct pirn__loop *from,
                          const struct pirn_task *task)
{
    bool is_looked_at =
        from->lane && pirn__hooks.trace_looks_at(from->lane, task);
    return task->waits == PIRN__WAIT_NONE && !pirn__is_pinned(task) &&
           !pirn__is_bound(task) && !is_looked_at;
}

/* Where in the queue of from those end that come last. What the running task
 * has spawned is behind them, but is mostly put before them after the turn. */
static size_t end_of_last(const struct pirn__loop *from)
{
    const struct pirn__ring *queue = &from->member.queue;
    const struct pirn__span *spawned = &from->spawned;
    bool has_others = spawned->from != queue->head;
    return spawned->from != spawned->to && has_others ? spawned->from
                                                      : queue->tail;
}

/* The place `at` of the queue is no more. */
static void close_up(struct pirn__span *span, size_t at)
{
    span->from -= at < span->from;
    span->to -= at < span->to;
}

/* Takes up to count tasks for loop out of the queue of from, the last before
 * `at`, and puts them into `taken` from its end. Returns how many. Of those
 * that have not begun it is every other: in a tree of tasks the largest parts
 * come last, and both workers are to have some of these. Of the others it is
 * all, since those that talk to each other are neighbours. */
static size_t take_last(struct pirn__loop *loop, struct pirn__loop *from,
                        size_t at, size_t count, struct pirn_task **taken)
{
    enum { LOOKED_AT = 4 * STOLEN_AT_ONCE };
    struct pirn__ring *queue = &from->member.queue;
    size_t found = 0;
    bool stays = true;
    for (size_t i = 0; i < LOOKED_AT && found < count && at != queue->head;
         i++) {
        struct pirn_task **slot = &queue->slots[--at & queue->mask];
        if (!may_be_stolen(from, *slot) ||
            (!pirn__has_begun(*slot) && (stays = !stays)))
            continue;
        if (pirn__unlikely(loop->lane != NULL))
            pirn__hooks.trace_stolen(loop, from, *slot, at);
        taken[count - ++found] = *slot;
        *slot = NULL;
        close_up(&from->unstarted, at);
        close_up(&from->spawned, at);
    }
    size_t kept = at;
    for (; at != queue->tail; at++)
        if (queue->slots[at & queue->mask])
            queue->slots[kept++ & queue->mask] = queue->slots[at & queue->mask];
    __atomic_store_n(&queue->tail, kept,
                     __ATOMIC_RELAXED); /* its owner looks */
    return found;
}

bool pirn__crew_steal(struct pirn__loop *loop)
{
    struct pirn_task *taken[STOLEN_AT_ONCE];
    struct pirn__loop *from = loop->member.suspect;
    loop->member.suspect = NULL;
    if (!from || from->member.is_idle)
        return false;
    pirn__seize(from);
    size_t end = end_of_last(from);
    size_t count = (end - from->member.queue.head + 1) / 2;
    if (count > STOLEN_AT_ONCE)
        count = STOLEN_AT_ONCE;
    size_t found = take_last(loop, from, end, count, taken);
    for (size_t i = count - found; i < count; i++)
        pirn__crew_take(loop, from, taken[i]);
    if (found)
        from->member.vain_calls = 0;
    return found > 0;
}

/* Calling for help --------------------------------------------------------- */

void pirn__crew_call(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    struct pirn__crew *crew = loop->worker.crew;
    member->few = SIZE_MAX;
    if (!atomic_load_explicit(&crew->sleeping, memory_order_relaxed))
        return; /* it may again after the next look outside */
    enum pirn__hold hold = pirn__hold_own(loop);
    unsigned vain = member->vain_calls;
    member->vain_calls += vain < MOST_VAIN;
    pirn__release(loop, hold);
    member->calm = 1u << vain;
    member->calm_until =
        pirn__time_soon(pirn__clock_now(loop->clock), A_LOOK << vain);
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__loop *other = crew->loops[i];
        if (atomic_load_explicit(&other->member.is_asleep,
                                 memory_order_relaxed)) {
            pirn__crew_wake(other);
            return;
        }
    }
}
