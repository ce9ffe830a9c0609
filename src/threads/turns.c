/* PIRN_TURNS=1: the threads run one at a time, in the very order in which one
 * worker would run their tasks. So a program does again what it did, and what
 * it does as coroutines.
 *
 * The thread that has the turn passes it on when its task waits or ends, to
 * the next in the ready set; if there is none, it does first what a loop does
 * (see src/runtime/wait/worker.c): it waits for a time, or for descriptors,
 * those of all tasks. */
#include "threads.h"
#include <errno.h>
#include <stdlib.h>

static bool is_idle(const struct pirn__loop *loop)
{
    return loop->worker.ring.head == loop->worker.ring.tail;
}

static struct pirn_task *take(struct pirn__driver *hub)
{
    struct pirn__loop *loop = hub->loop;
    struct pirn__ring *ring = &loop->worker.ring;
    if (loop->spawned.from != loop->spawned.to)
        pirn__queue_spawned(loop, ring, ring->head);
    if (ring->head == ring->tail || hub->turns == PIRN__BATCH ||
        pirn__loop_is_late(loop))
        return NULL;
    hub->turns++;
    return ring->slots[ring->head++ & ring->mask];
}

static void begin_batch(struct pirn__driver *hub)
{
    hub->turns = 0;
    hub->loop->spawned = (struct pirn__span){0, 0};
    pirn__malloc_drain(&hub->loop->worker);
}

static void wait_outside(struct pirn__thread *t)
{
    struct pirn__loop *loop = t->hub->loop;
    int64_t until = pirn__wheel_next(loop->wheel);
    loop->worker.current = NULL; /* that of t waits, too, or has ended */
    if (until == PIRN_NEVER && !loop->outside)
        pirn__dump_stuck(loop);
    if (!pirn__clock_is_real(loop->clock) && loop->outside) {
        pirn__poll_all(t, 0);
        if (!is_idle(loop))
            return;
    }
    if (!pirn__clock_is_real(loop->clock))
        until = pirn__wheel_first(loop->wheel);
    pirn__poll_all(t, loop->clock->idle(loop->clock, until));
}

/* What a loop does between two batches. */
static void look_outside(struct pirn__thread *t)
{
    struct pirn__loop *loop = t->hub->loop;
    begin_batch(t->hub);
    pirn__poll_finish(t->hub);
    pirn__loop_advance(loop);
    if (pirn__unlikely(loop->dump_is_wanted))
        pirn__dump_wanted(loop);
    if (!is_idle(loop)) {
        if (loop->outside)
            pirn__poll_all(t, 0);
    } else {
        pirn__ring_rewind(&loop->worker.ring);
        loop->unstarted = (struct pirn__span){0, 0};
        wait_outside(t);
    }
}

void pirn__pass_turn(struct pirn__thread *t)
{
    struct pirn__driver *hub = t->hub;
    struct pirn_task *task;
    while (hub->loop->root.running) {
        if ((task = take(hub))) {
            pirn__begin_or_go_on(hub, task);
            return;
        }
        look_outside(t);
    }
}
