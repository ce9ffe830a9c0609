/* In which order tasks that have been spawned have their turns.
 *
 * The tasks that are ready are in a ring, in the order in which they became so.
 * A part of it, `unstarted`, are tasks that have not begun: before these, what
 * one of them spawns in its first turn is put, so that a tree of tasks is
 * worked through in depth. */
#include "runtime/runtime.h"

enum {
    /* So many spawned tasks may go before others that have not begun either, or
     * a part of that, 8192, before those that have... */
    PATIENCE = 1 << 20,
    FOR_OTHERS = 128,
    OTHERS = 32,        /* ... until so many of those have had a turn */
    MANY_OTHERS = 4096, /* to move past as many takes too long */
};

#define INLINE inline __attribute__((always_inline))

/* The same as below of so few that the ring has room for them a second time:
 * they are copied to before head while they still are where they were. */
static INLINE size_t move_part(struct pirn__ring *ring, size_t head,
                               struct pirn__span span)
{
    size_t count = span.to - span.from, to = span.to;
    for (size_t i = 0; i < count; i++)
        ring->slots[(head - count + i) & ring->mask] =
            ring->slots[(span.from + i) & ring->mask];
    for (; to != ring->tail; to++)
        ring->slots[(to - count) & ring->mask] = ring->slots[to & ring->mask];
    ring->tail -= count;
    return ring->head = head - count;
}

/* Moves the tasks of span before head, and those behind them up. Returns the
 * new head. */
static INLINE size_t move_forward(struct pirn__ring *ring, size_t head,
                                  struct pirn__span span)
{
    size_t room = ring->mask + 1 - (ring->tail - head);
    while (span.from != span.to) {
        size_t count = span.to - span.from < room ? span.to - span.from : room;
        head = move_part(ring, head,
                         (struct pirn__span){span.to - count, span.to});
        span.to -= count;
    }
    return head;
}

/* True if count tasks may go before others. For so many that have done so, a
 * few of the others have their turns. */
static INLINE bool may_overtake(struct pirn__loop *loop, size_t head,
                                size_t count, bool has_others)
{
    if (has_others)
        count *= FOR_OTHERS;
    if (count <= loop->patience) {
        loop->patience -= (unsigned)count;
        return true;
    }
    if (loop->others_until == 0) {
        loop->others_until = head + OTHERS;
    } else if (head > loop->others_until) {
        loop->others_until = 0;
        loop->patience = PATIENCE;
    }
    return false;
}

/* count tasks have been put before those that have not begun, behind which
 * there are others. Now and then a few of these go before all. (To leave what
 * is spawned meanwhile behind them would work through a part of the tree in
 * breadth.) Returns the new head. */
static INLINE size_t let_others_go(struct pirn__loop *loop,
                                   struct pirn__ring *ring, size_t others,
                                   size_t count)
{
    const struct pirn__span *next = &loop->unstarted;
    if (count * FOR_OTHERS <= loop->patience) {
        loop->patience -= (unsigned)count * FOR_OTHERS;
        return next->from;
    }
    loop->patience = PATIENCE;
    if (others > OTHERS)
        others = OTHERS;
    return move_forward(ring, next->from,
                        (struct pirn__span){next->to, next->to + others});
}

/* A part of the ring begins there in which all are to be unstarted. */
static INLINE void begin_unstarted(struct pirn__loop *loop,
                                   struct pirn__span span)
{
    loop->unstarted = span;
    loop->patience = PATIENCE;
    loop->others_until = 0;
}

void pirn__loop_unstarted(struct pirn__loop *loop)
{
    size_t tail = loop->member.queue.tail;
    if (loop->member.queue.head >= loop->unstarted.to)
        begin_unstarted(loop, (struct pirn__span){tail, tail});
    loop->unstarted.to += loop->unstarted.to == tail;
}

/* A turn has ended in which tasks were spawned, and they are at the end of the
 * ring. If it was the first turn of a task whose younger siblings have not had
 * theirs, and so come next, then its children go before these: a tree of tasks
 * is worked through in depth, and few of them are alive at one time. Tasks
 * that have begun are not overtaken. Returns the new head. */
size_t pirn__queue_spawned(struct pirn__loop *loop, struct pirn__ring *ring,
                           size_t head)
{
    struct pirn__span spawned = loop->spawned, *next = &loop->unstarted;
    loop->spawned = (struct pirn__span){0, 0};
    size_t others = spawned.from - next->to, count = spawned.to - spawned.from;
    if (head > next->from && head < next->to && others > 0 &&
        others < MANY_OTHERS) {
        next->from = move_forward(ring, head, spawned);
        return let_others_go(loop, ring, others, count);
    }
    if (head > next->from && head < next->to &&
        may_overtake(loop, head, count, others > 0)) {
        next->from = move_forward(ring, head, spawned);
        return next->from;
    }
    if (next->to == spawned.from)
        next->to = spawned.to;
    else if (head > next->to)
        begin_unstarted(loop, spawned);
    return head;
}
