/* Events and wait groups: all who wait go on together. */
#include "runtime/runtime.h"
#include "runtime/wait/sync.h"

static int event_wait(struct pirn_worker *w, void *object, void *unused)
{
    struct pirn_event *e = object;
    (void)unused;
    pirn__check_object(e, "pirn_event_wait", "event");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (!e->set)
        return pirn__queue_up(w, PIRN__WAIT_EVENT, &e->waiters.last, e);
    return pirn__at_once(w, 0);
}

int pirn_event_wait(struct pirn_worker *w, struct pirn_event *e)
{
    if (pirn__must_start(w))
        return pirn__begin_later(w, event_wait, &e->waiters, e, NULL);
    return pirn__begin_now(w, event_wait, &e->waiters, e, NULL);
}

void pirn_event_set(struct pirn_event *e)
{
    pirn__check_object(e, "pirn_event_set", "event");
    enum pirn__hold hold = pirn__hold_inside("pirn_event_set", &e->waiters);
    e->set = true;
    pirn__waiters_wake(&e->waiters.last, 0);
    pirn__release_here(hold);
}

void pirn_event_clear(struct pirn_event *e)
{
    pirn__check_object(e, "pirn_event_clear", "event");
    enum pirn__hold hold = pirn__hold_inside("pirn_event_clear", &e->waiters);
    e->set = false;
    pirn__release_here(hold);
}

static void event_interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_event *e = task->wait.queue.object;
    pirn__waiters_remove(&e->waiters.last, task);
    pirn__wait_cancelled(loop, task);
}

PIRN__WAIT_KIND(EVENT) = {.name = "waits for an event",
                          .interrupt = event_interrupt};

/* Wait groups -------------------------------------------------------------- */

static int group_wait(struct pirn_worker *w, void *object, void *unused)
{
    struct pirn_wait_group *g = object;
    (void)unused;
    pirn__check_object(g, "pirn_wait_group_wait", "wait group");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (g->count)
        return pirn__queue_up(w, PIRN__WAIT_GROUP, &g->waiters.last, g);
    return pirn__at_once(w, 0);
}

int pirn_wait_group_wait(struct pirn_worker *w, struct pirn_wait_group *g)
{
    if (pirn__must_start(w))
        return pirn__begin_later(w, group_wait, &g->waiters, g, NULL);
    return pirn__begin_now(w, group_wait, &g->waiters, g, NULL);
}

void pirn_wait_group_add(struct pirn_wait_group *g, size_t n)
{
    pirn__check_object(g, "pirn_wait_group_add", "wait group");
    enum pirn__hold hold =
        pirn__hold_inside("pirn_wait_group_add", &g->waiters);
    if (pirn__unlikely(g->count + n < n))
        pirn__die("a wait group overflows");
    g->count += n;
    pirn__release_here(hold);
}

void pirn_wait_group_done(struct pirn_wait_group *g)
{
    pirn__check_object(g, "pirn_wait_group_done", "wait group");
    enum pirn__hold hold =
        pirn__hold_inside("pirn_wait_group_done", &g->waiters);
    if (pirn__unlikely(g->count == 0))
        pirn__die("more of a wait group is done than was added");
    if (--g->count == 0)
        pirn__waiters_wake(&g->waiters.last, 0);
    pirn__release_here(hold);
}

static void group_interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_wait_group *g = task->wait.queue.object;
    pirn__waiters_remove(&g->waiters.last, task);
    pirn__wait_cancelled(loop, task);
}

PIRN__WAIT_KIND(GROUP) = {.name = "waits for a wait group",
                          .interrupt = group_interrupt};
