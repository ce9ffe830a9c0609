/* A worker: one thread, one loop. Its life, told once:
 *
 *  1. As long as tasks are ready, they are run, in the order in which they
 *     became so, but for the children of one that has just begun: see
 *     queue_spawned. To run one is to give its leaf's caller the result of the
 *     wait, and to follow the frames that the steps return until one of them
 *     suspends: past the end of a task, too, to the one that waits for it.
 *     Nothing else runs frames; whoever wakes a task only puts it
 *     into the ready set, so it does not matter whether the frames of that
 *     task have all been linked yet.
 *  2. Every so many runs, and when none is left, what has happened outside is
 *     taken in: completions from other threads, descriptors, timers.
 *  3. When none is ready even then, the worker waits in the driver for the
 *     next timer or for something from outside. If there is neither, nothing
 *     can ever happen again, and the program is told so and ended. */
#include "runtime/runtime.h"
#include "runtime/wait/baton.h"
#include "runtime/wait/execute.h"
#include "runtime/wait/lease.h"
#include <errno.h>
#include <stdlib.h>

enum {
    PREFETCH_FROM = 2048, /* fewer tasks are in the cache anyway */
    AHEAD = 16,           /* so many tasks ahead of the one that runs */
    LONG_BATCH = 2000000, /* nanoseconds */
    TOO_LONG = 200000000, /* the same: a turn of these is noticed */
};

/* What is inlined in both of the executor's loops. */
#define INLINE inline __attribute__((always_inline))

/* 1. Running what is ready ------------------------------------------------- */

/* A turn with PIRN_TRACE or PIRN_HOG_MS as its observer. They see what is done;
 * when it is done is the loop's matter, whoever looks on. */
static __attribute__((noinline)) void run_observed(struct pirn_worker *w,
                                                   struct pirn_frame *frame)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    if (loop->hog)
        pirn__hooks.hog_turn(loop, frame);
    else if (loop->lane)
        pirn__hooks.trace_turn(w, frame);
    else
        pirn__run_turn(w, frame, NULL);
}

static INLINE void resume(struct pirn_worker *w, struct pirn_task *task,
                          bool is_observed)
{
    struct pirn_frame *frame = pirn__resumed(task);
    pirn__set_current(w, task);
    if (is_observed)
        run_observed(w, frame);
    else
        pirn__run(w, frame, NULL);
}

/* Fetches the tasks behind the one at head into the cache, and, where a task
 * itself has arrived there, the frame that goes on. gcc takes a function of
 * nothing but prefetches for one without effects, and drops calls of it that
 * it has not inlined by then. */
static inline __attribute__((always_inline)) void
prefetch(const struct pirn__ring *ring, size_t head)
{
    struct pirn_task **slots = ring->slots;
    char *soon = (char *)slots[(head + AHEAD) & ring->mask];
    __builtin_prefetch(soon + offsetof(struct pirn_task, scope));
    __builtin_prefetch(soon + offsetof(struct pirn_task, scope) + 64);
    __builtin_prefetch(slots[(head + 4) & ring->mask]->leaf.caller);
}

/* As pirn__queue_spawned, with what is simple first: nothing else is in the
 * ring, and all that was unstarted has begun. */
static INLINE size_t queue_spawned(struct pirn__loop *loop,
                                   struct pirn__ring *ring, size_t head)
{
    if (head != loop->spawned.from || head != loop->unstarted.to)
        return pirn__queue_spawned(loop, ring, head);
    loop->unstarted.to = loop->spawned.to;
    loop->spawned = (struct pirn__span){0, 0};
    return head;
}

/* The head of the ring is counted here, as stores are what a switch waits
 * for; the rest may change under a task that spawns, or has set a frame
 * ready: both set the end to 0, and we look what it was. */
static INLINE void run_batch(struct pirn__loop *loop, bool is_observed)
{
    struct pirn_worker *w = &loop->worker;
    struct pirn__ring *ring = &w->ring;
    size_t head = ring->head, end = head + loop->batch;
    loop->spawned = (struct pirn__span){0, 0}; /* not spawned by a task */
    for (;;) {
        ring->end = end;
        if (loop->tasks >= PREFETCH_FROM) {
            for (; head < ring->end && ring->tail - head > AHEAD; head++) {
                prefetch(ring, head);
                resume(w, ring->slots[head & ring->mask], is_observed);
            }
        }
        for (; head < ring->end && head < ring->tail; head++)
            resume(w, ring->slots[head & ring->mask], is_observed);
        pirn__run_turn(w, w->ready, NULL);
        if (loop->spawned.from == loop->spawned.to)
            break;
        size_t first = queue_spawned(loop, ring, head);
        end -= head - first;
        head = first;
    }
    ring->head = head;
    pirn__set_current(w, NULL);
    pirn__malloc_drain(w);
    if (is_observed && loop->lane)
        pirn__hooks.trace_seen(loop);
}

/* A turn has ended, and what is the worker's own is held: the task that has
 * given way in it is ready like others, and those that were spawned take their
 * places. Returns how many are ready. */
static INLINE size_t gather(struct pirn__loop *loop)
{
    struct pirn__ring *queue = &loop->member.queue, *own = &loop->worker.ring;
    while (pirn__unlikely(own->head != own->tail)) {
        loop->member.gave_way_at = queue->tail;
        pirn__ring_push(queue, own->slots[own->head++ & own->mask]);
    }
    if (loop->spawned.to != 0)
        queue_spawned(loop, queue, queue->head);
    return queue->tail - queue->head;
}

static INLINE struct pirn_task *take_first(struct pirn__ring *queue)
{
    return queue->slots[queue->head++ & queue->mask];
}

static __attribute__((noinline)) struct pirn_task *
next_slowly(struct pirn__loop *loop, unsigned left)
{
    struct pirn__ring *queue = &loop->member.queue;
    struct pirn_task *task = NULL;
    if (pirn__crew_has_more(loop))
        pirn__crew_call(loop);
    enum pirn__hold hold = pirn__hold_own(loop);
    size_t count = gather(loop);
    if (pirn__unlikely(loop->test) && left > 0)
        pirn__hooks.explorer->pick(loop, queue);
    if (count > 0 && left > 0)
        task = take_first(queue);
    pirn__release(loop, hold);
    return task;
}

/* The next task, out of the queue, if turns are left and there is one; what is
 * usual first. */
static INLINE struct pirn_task *next_in_crew(struct pirn__loop *loop,
                                             unsigned left)
{
    struct pirn_task *task = NULL;
    if (pirn__unlikely(!pirn__hold_simply(loop)))
        return next_slowly(loop, left);
    size_t count = gather(loop);
    if (pirn__unlikely(count > loop->member.few)) {
        pirn__go_outside(&loop->member);
        return next_slowly(loop, left);
    }
    if (count > 0 && left > 0)
        task = take_first(&loop->member.queue);
    pirn__go_outside(&loop->member);
    return task;
}

/* A turn has ended in which a frame was set ready, or others ask for something.
 * Returns whether to look at the outside before the next one. */
static __attribute__((noinline)) bool see_to(struct pirn__loop *loop)
{
    pirn__run_turn(&loop->worker, loop->worker.ready, NULL);
    return pirn__crew_attend(loop);
}

/* Turns of tasks that are ready, batch at most. Returns how many. */
static INLINE unsigned run_turns(struct pirn__loop *loop, unsigned batch,
                                 bool is_observed)
{
    struct pirn_worker *w = &loop->worker;
    struct pirn_task *task;
    unsigned left = batch, cut = 0;
    while ((task = next_in_crew(loop, left))) {
        left--;
        if (pirn__unlikely(task->waits) && pirn__crew_departs(loop, task))
            continue;
        resume(w, task, is_observed && (loop->hog || loop->lane));
        if (is_observed && loop->test) {
            pirn__run_turn(w, w->ready, NULL);
            pirn__hooks.explorer->turn_ended(loop, task);
        }
        if (pirn__unlikely(PIRN__LOOK_AT(loop->member.is_asked)) &&
            see_to(loop)) {
            cut += left;
            left = 0;
        }
    }
    return batch - left - cut;
}

static __attribute__((noinline)) unsigned
run_turns_observed(struct pirn__loop *loop, unsigned batch)
{
    return run_turns(loop, batch, true);
}

/* Tasks that others have taken away. It is a number alone, and orders nothing.
 */
static void count_departed(struct pirn__loop *loop)
{
    if (pirn__unlikely(loop->member.departed))
        loop->tasks -= atomic_exchange_explicit(&loop->member.departed, 0,
                                                memory_order_relaxed);
}

/* The same with other workers beside this one. */
static __attribute__((noinline)) void run_batch_in_crew(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    count_departed(loop);
    unsigned turns;
    if (pirn__unlikely(loop->test))
        turns = run_turns_observed(loop, pirn__hooks.explorer->batch(loop));
    else if (pirn__unlikely(loop->hog || loop->lane))
        turns = run_turns_observed(loop, member->batch);
    else
        turns = run_turns(loop, member->batch, false);
    member->turns += turns;
    if (turns > 0) {
        member->has_run = true;
        member->pause = PIRN__SHORTEST_PAUSE;
    }
    pirn__set_current(&loop->worker, NULL);
    pirn__malloc_drain(&loop->worker);
    if (loop->lane)
        pirn__hooks.trace_seen(loop);
}

static INLINE void run_some(struct pirn__loop *loop, bool is_observed)
{
    if (pirn__unlikely(loop->worker.crew))
        run_batch_in_crew(loop);
    else if (pirn__unlikely(loop->test))
        pirn__hooks.test_turn(loop);
    else
        run_batch(loop, is_observed);
}

/* 2. Taking in what has happened ------------------------------------------- */

static void timer_expired(struct pirn__loop *loop, struct pirn__timer *timer,
                          enum pirn__timer_kind kind)
{
    if (kind == PIRN__TIMER_SCOPE) {
        pirn__scope_expired(
            pirn__container_of(timer, struct pirn_scope, timer));
        return;
    }
    struct pirn_task *task =
        pirn__container_of(timer, struct pirn_task, wait.timer);
    if (pirn__unlikely(task->waits != PIRN__WAIT_SLEEP)) {
        const struct pirn__wait_kind *wait = pirn__wait_kinds[task->waits];
        if (wait->expired) {
            wait->expired(loop, task);
            return;
        }
    }
    __builtin_prefetch(task + 1);
    pirn__make_ready(loop, task, 0);
}

/* Between two looks outside there is to be little time: then turns are long,
 * and fewer are to make a batch. What turns do is told by that, but not by a
 * system that is busy otherwise, so that it takes several such batches until
 * there is a look after each turn. */
static void pace(struct pirn__loop *loop, int64_t now)
{
    if (!pirn__clock_is_real(loop->clock))
        return;
    int64_t since = loop->looked < 0 ? -loop->looked : loop->looked;
    if (pirn__unlikely(now - since >= TOO_LONG) && since && !loop->lane)
        pirn__hooks.hog_notice(loop);
    if (loop->looked > 0 && now - loop->looked > LONG_BATCH)
        loop->batch = loop->batch > 4 ? loop->batch / 4 : 1;
    else if (loop->batch < PIRN__BATCH)
        loop->batch *= 2;
    loop->looked = now;
}

bool pirn__loop_is_late(struct pirn__loop *loop)
{
    if (!pirn__clock_is_real(loop->clock))
        return false;
    int64_t now = pirn__clock_now(loop->clock);
    if (loop->looked <= 0)
        loop->looked = now;
    if (now - loop->looked <= LONG_BATCH)
        return false;
    loop->worker.ring.end = 0;
    return true;
}

void pirn__loop_advance(struct pirn__loop *loop)
{
    int64_t now = pirn__clock_now(loop->clock);
    pace(loop, now);
    loop->coarse = pirn__coarse(now);
    if (loop->wheel->count)
        pirn__wheel_advance(loop->wheel, now, timer_expired, loop);
    if (pirn__unlikely(loop->worker.crew))
        pirn__crew_pace(loop, now);
}

/* Beside other workers it may become so, but by itself not cease to be. */
static bool is_idle(struct pirn__loop *loop)
{
    enum pirn__hold hold = pirn__hold_queue(loop);
    const struct pirn__ring *queue = pirn__queue_of(loop);
    bool result = queue->head == queue->tail;
    pirn__release(loop, hold);
    return result;
}

/* None is ready: the places of those to come are counted anew; but seldom where
 * others look at them. */
static void rewind_queue(struct pirn__loop *loop)
{
    enum pirn__hold hold = pirn__hold_queue(loop);
    if (loop->worker.crew)
        pirn__ring_trim(&loop->member.queue);
    else
        pirn__ring_rewind(&loop->worker.ring);
    loop->spawned = loop->unstarted = (struct pirn__span){0, 0};
    pirn__release(loop, hold);
}

/* 3. Waiting --------------------------------------------------------------- */

/* Says that this worker is about to wait, unless there is a completion. */
static bool fall_asleep(struct pirn__loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    bool may_sleep = !loop->inbox;
    loop->sleeping = may_sleep;
    pthread_mutex_unlock(&loop->lock);
    return may_sleep;
}

static void wake_up(struct pirn__loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    loop->sleeping = false;
    pthread_mutex_unlock(&loop->lock);
}

/* How much later than it might the worker wakes, so that many timers are
 * served by one turn of the loop: a nanosecond for each that is set, but not
 * more than a millisecond. */
static int64_t slack(const struct pirn__wheel *wheel)
{
    return wheel->count < (size_t)PIRN_MS ? (int64_t)wheel->count : PIRN_MS;
}

/* The clock may jump if this worker waits: so it looks outside before. Returns
 * whether something has come. */
static bool look_before_jump(struct pirn__loop *loop)
{
    if (loop->outside)
        loop->driver_ops->wait(loop->driver, 0);
    return !is_idle(loop) || loop->inbox;
}

/* Until when the only worker waits, whose first timer has that time. A clock
 * that is not real stands still while a thread of the pool works for it. */
static int64_t waits_until(struct pirn__loop *loop, int64_t next)
{
    if (pirn__clock_is_real(loop->clock))
        return next < PIRN_NEVER - PIRN_MS ? next + slack(loop->wheel) : next;
    return loop->offloaded ? PIRN_NEVER : pirn__wheel_first(loop->wheel);
}

/* What comes next begins now. */
static void has_slept(struct pirn__loop *loop)
{
    loop->looked = -pirn__coarse_now();
}

static void wait_in_crew(struct pirn__loop *loop, int64_t until)
{
    if (!pirn__clock_is_real(loop->clock)) {
        loop->member.looked = loop->worker.crew->runs;
        if (loop->test)
            pirn__hooks.explorer->looks(loop);
        if (look_before_jump(loop))
            return;
    } else if (until < PIRN_NEVER - PIRN_MS) {
        until += slack(loop->wheel);
    }
    if (until > pirn__clock_now(loop->clock)) {
        pirn__crew_idle(loop, until);
        has_slept(loop);
    }
}

static INLINE void wait_outside(struct pirn__loop *loop, bool is_traced)
{
    int64_t until = pirn__wheel_next(loop->wheel);
    if (pirn__unlikely(loop->worker.crew)) {
        wait_in_crew(loop, until);
        return;
    }
    if (until == PIRN_NEVER && !loop->outside)
        pirn__hooks.dump_stuck(loop);
    if (!pirn__clock_is_real(loop->clock) && look_before_jump(loop))
        return;
    int64_t timeout = loop->clock->idle(loop->clock, waits_until(loop, until));
    if (fall_asleep(loop)) {
        if (is_traced)
            pirn__hooks.trace_idle(loop->lane, true);
        loop->driver_ops->wait(loop->driver, timeout);
        if (is_traced)
            pirn__hooks.trace_idle(loop->lane, false);
        wake_up(loop);
        has_slept(loop);
    }
}

static bool is_alive(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    return pirn__unlikely(crew) ? !crew->has_ended : loop->root.running > 0;
}

static INLINE void run_loop(struct pirn__loop *loop, bool is_observed)
{
    bool is_traced = is_observed && loop->lane;
    while (is_alive(loop) && (loop->lane || loop->hog) == is_observed) {
        run_some(loop, is_observed);
        if (loop->inbox)
            pirn__inbox_drain(loop);
        if (pirn__unlikely(loop->worker.crew))
            pirn__crew_look(loop);
        if (is_traced)
            pirn__hooks.trace_ready(loop, PIRN__BY_THREAD);
        pirn__loop_advance(loop);
        if (is_traced)
            pirn__hooks.trace_ready(loop, PIRN__BY_TIMER);
        if (pirn__unlikely(loop->dump_is_wanted))
            pirn__hooks.dump_wanted(loop);
        if (!is_idle(loop)) {
            if (loop->outside)
                loop->driver_ops->wait(loop->driver, 0);
        } else if (is_alive(loop)) {
            rewind_queue(loop);
            if (is_traced)
                pirn__hooks.trace_seen(loop);
            wait_outside(loop, is_traced);
        }
        if (is_traced)
            pirn__hooks.trace_ready(loop, PIRN__BY_DESCRIPTOR);
    }
}

/* Where turns are recorded or timed: the same, in the same order, a second
 * time, so that the first has nothing of it. */
static __attribute__((noinline)) void run_loop_observed(struct pirn__loop *loop)
{
    if (loop->lane)
        pirn__hooks.trace_ready(loop, PIRN__BY_NOBODY);
    run_loop(loop, true);
}

void pirn__loop_run(struct pirn__loop *loop)
{
    while (is_alive(loop)) {
        if (pirn__unlikely(loop->lane || loop->hog))
            run_loop_observed(loop);
        else
            run_loop(loop, false);
    }
}

/* Turns for a foreign loop ------------------------------------------------- */

void pirn__loop_turn_end(struct pirn__loop *loop)
{
    if (is_idle(loop))
        rewind_queue(loop);
    (void)fall_asleep(loop);
}

/* By a clock that is not real, time passes when nothing is ready. */
static void jump_if_idle(struct pirn__loop *loop)
{
    if (!is_idle(loop) || pirn__clock_is_real(loop->clock) ||
        !loop->wheel->count)
        return;
    (void)loop->clock->idle(loop->clock, pirn__wheel_first(loop->wheel));
    pirn__loop_advance(loop);
}

void pirn__loop_turn(struct pirn__loop *loop)
{
    wake_up(loop);
    has_slept(loop);
    loop->driver_ops->wait(loop->driver, 0);
    pirn__inbox_drain(loop);
    pirn__loop_advance(loop);
    jump_if_idle(loop);
    if (pirn__unlikely(loop->dump_is_wanted))
        pirn__hooks.dump_wanted(loop);
    run_some(loop, loop->lane || loop->hog);
    pirn__loop_turn_end(loop);
}

int64_t pirn__loop_patience(struct pirn__loop *loop)
{
    int64_t most = loop->driver_ops->patience(loop->driver);
    int64_t next = pirn__wheel_next(loop->wheel), left;
    if (!is_idle(loop) || loop->inbox)
        return 0;
    if (next == PIRN_NEVER)
        return most;
    if (!pirn__clock_is_real(loop->clock))
        return 0;
    left = next - pirn__clock_now(loop->clock);
    if (left < 0)
        left = 0;
    return most >= 0 && most < left ? most : left;
}
