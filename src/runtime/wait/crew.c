/* Several workers.
 *
 * Each worker is a thread with a loop of its own: queue, frames, timing wheel,
 * driver. What tasks of several workers have in common is under the crew's
 * lock, but for channels, mutexes and the like, each of which has its own; what
 * one worker uses alone it uses without: see lease.c.
 *
 * The rules of access are in state.h. In short: a task belongs to the worker
 * that it is on, its home, which alone runs it; a scope to the home of its
 * owner, until a task of it, or below, goes elsewhere: then it and all scopes
 * around it are *shared*, for good. (The translator sees where a scope's name,
 * or the handle of a task, is passed to another function: such a scope is
 * shared from then on. So a task on another worker has no pointer that leads to
 * an unshared scope.) What is shared belongs to the worker that has its lease,
 * else to the lock. What is a worker's own others may touch only while that
 * worker is idle, or, its queue, when they have seized it; and both only with
 * the lock.
 *
 * How a task gets on. A worker that ends the wait of a task which is at home
 * elsewhere posts it there. The home takes in what has arrived between two
 * turns: so the frames of the task are linked, and nobody else needs to know
 * whether they are. But mostly the one who wakes takes the task over, as it has
 * just touched what the task will touch: see may_follow() in crew_move.c.
 *
 * How work spreads. A worker without work takes half of what another one has
 * not come to between two looks: see pirn__crew_steal. In a turn, only the task
 * whose turn it is may not be taken, as its frames may not be linked yet; so it
 * waits apart until the turn is over, if it has given way.
 *
 * How a worker sleeps. It looks around for a while, then sleeps: in its driver
 * if it waits for descriptors, else on a futex. Whoever posts something to a
 * sleeping worker wakes it. When the last one becomes idle, and nothing from
 * outside is to come, nothing ever will.
 *
 * Here are the beginning and the end of a crew, and its lock; crew_move.c has
 * how a task gets on, crew_steal.c how work spreads, crew_messages.c what else
 * one worker leaves another to do, crew_idle.c how a worker sleeps and is
 * woken. */
#include "runtime/base/thread.h"
#include "runtime/runtime.h"
#include "runtime/wait/baton.h"
#include "runtime/wait/lease.h"
#include <errno.h>
#include <sched.h>
#include <stdlib.h>

/* The lock ----------------------------------------------------------------- */

void pirn__crew_lock(struct pirn__loop *loop)
{
    if (pirn__unlikely(pirn__is_forked))
        pirn__die_forked();
    if (pirn__unlikely(loop->member.inside))
        pirn__die("the runtime waits for a lock where it must not: please "
                  "report this");
    pirn__point_lock(loop, &loop->worker.crew->lock);
    pirn__lock_take(&loop->worker.crew->lock);
    loop->member.has_lock = true;
    __atomic_store_n(&loop->member.inside, 1, __ATOMIC_RELAXED);
    pirn__point(loop, PIRN__AT_LOCKED);
}

/* A worker that is woken takes the lock first: so that is given back before. */
void pirn__crew_unlock(struct pirn__loop *loop)
{
    loop->member.has_lock = false;
    /* As pirn__go_outside: pairs with pirn__seize. */
    __atomic_store_n(&loop->member.inside, 0, __ATOMIC_RELEASE);
    pirn__lock_give(&loop->worker.crew->lock);
    pirn__crew_deliver(loop);
}

void pirn__crew_deliver(struct pirn__loop *loop)
{
    pirn__point(loop, loop->member.to_post || loop->member.to_wake
                          ? PIRN__AT_WAKE
                          : PIRN__AT_UNLOCK);
    if (loop->member.to_post)
        pirn__crew_post_all(loop);
    if (pirn__unlikely(loop->member.to_wake != NULL))
        pirn__crew_wake_roused(loop);
    if (pirn__unlikely(loop->member.to_stop != NULL))
        pirn__ops_stop(loop);
}

/* The worker's own budget is always 1, so that each time is asked here. */
bool pirn__exhausted_in_crew(struct pirn_worker *w)
{
    unsigned *budget = &pirn__loop_of(w)->member.budget;
    w->budget = 1;
    if (*budget > 1) {
        --*budget;
        return false;
    }
    *budget = PIRN__BUDGET;
    return true;
}

/* Making and ending -------------------------------------------------------- */

static unsigned cores(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) < 0)
        return 1;
    return (unsigned)CPU_COUNT(&set);
}

static struct pirn__crew *crew_new(unsigned count, bool is_traced)
{
    struct pirn__crew *crew =
        calloc(1, sizeof *crew + count * sizeof *crew->loops);
    if (!crew)
        pirn__die("out of memory: cannot begin a runtime");
    pirn__depot_init(&crew->depot);
    crew->may_poll = count <= cores();
    crew->has_leases = is_traced ? false : pirn__leases_begin();
    crew->stand_in.crew = crew;
    return crew;
}

static void join(struct pirn__loop *loop, struct pirn__crew *crew)
{
    loop->worker.crew = crew;
    loop->worker.runtime = &crew->stand_in;
    loop->worker.budget = 1;
    loop->member.is_awake = 1;
    loop->member.permit = PIRN__NO_PERMIT;
    loop->member.pause = PIRN__SHORTEST_PAUSE;
    loop->member.few = SIZE_MAX;
    if (pirn__ring_reserve(&loop->member.queue, 1) < 0)
        pirn__die("out of memory: cannot begin a runtime");
    loop->spawner.stack_limit = PIRN__SPAWNER_IN_CREW;
    loop->member.number = crew->count;
    pirn__crew_rested(loop, pirn__clock_now(loop->clock));
    crew->loops[crew->count++] = loop;
}

static void *work(void *arg)
{
    struct pirn__loop *loop = arg;
    if (loop->test)
        pirn__hooks.explorer->begin(loop);
    loop->worker.stack_limit = pirn__stack_limit();
    pirn__loop_enter(loop);
    pirn__hooks.trace_begin(loop);
    pirn__loop_run(loop);
    pirn__hooks.trace_end(loop);
    pirn__loop_exit(loop);
    if (loop->test)
        pirn__hooks.explorer->end(loop);
    return NULL;
}

static bool start(struct pirn__loop *loop)
{
    bool has_thread = pirn__thread_start(&loop->member.thread, work, loop);
    loop->member.has_thread = has_thread;
    if (loop->test && has_thread)
        pirn__hooks.explorer->started(loop);
    return has_thread;
}

/* All loops are there before the first thread runs. One whose thread does not
 * start is taken out again. */
void pirn__crew_begin(struct pirn__loop *loop, unsigned count)
{
    struct pirn__crew *crew = crew_new(count, loop->lane != NULL);
    struct pirn__loop *next = loop;
    int error;
    while (next) {
        join(next, crew);
        if (loop->test)
            pirn__hooks.explorer->join(loop, next);
        next = crew->count < count ? pirn__loop_try_begin(loop->clock, &error)
                                   : NULL;
    }
    pirn__scope_share(&loop->root);
    pirn__crew_lock(loop);
    for (unsigned i = 1; i < crew->count; i++) {
        struct pirn__loop *other = crew->loops[i];
        if (start(other))
            continue;
        while (crew->count > i)
            pirn__loop_end(crew->loops[--crew->count]);
    }
    pirn__crew_unlock(loop);
}

void pirn__crew_root_ended(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    crew->has_ended = true;
    pirn__crew_rouse_all(crew);
}

void pirn__crew_end(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    for (unsigned i = 1; i < crew->count; i++) {
        if (loop->test)
            pirn__hooks.explorer->await_end(loop, crew->loops[i]);
        pthread_join(crew->loops[i]->member.thread, NULL);
    }
    crew->has_leases = false;
    for (unsigned i = 0; i < crew->count; i++)
        pirn__crew_take_in(crew->loops[i]); /* messages that came too late */
    /* This thread's last: what is called takes holds there. */
    for (unsigned i = crew->count; i-- > 0;)
        pirn__posts_end(crew->loops[i]);
    while (crew->count > 1)
        pirn__loop_end(crew->loops[--crew->count]);
    loop->worker.crew = NULL;
    loop->worker.runtime = &loop->worker;
    pirn__depot_deinit(&crew->depot);
    pirn__ring_deinit(&loop->member.queue);
    free(crew);
}
