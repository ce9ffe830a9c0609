/* The lock of the hub, and waiting.
 *
 * While a thread has the lock, what it does may make tasks ready. They are not
 * run then: the thread of each is told which frame of it goes on, and goes on
 * there itself, when it has the lock.
 *
 * Each thread that waits sees to all times that concern it: that of its own
 * wait, and the deadlines of all scopes around. So each is served, whoever
 * else is busy. */
#include "runtime/wait/execute.h"
#include "threads.h"
#include <sched.h>
#include <signal.h>

__thread struct pirn__thread *pirn__this_thread;

/* Waking ------------------------------------------------------------------- */

void pirn__kick(struct pirn__thread *t)
{
    struct pirn__driver *hub = t->hub;
    if (!t->waits)
        return;
    t->waits = false;
    hub->running++;
    atomic_store(&t->word, 1);
    if (t->polls)
        pthread_kill(t->id, SIGURG);
    else if (hub->wakes_count < sizeof hub->wakes / sizeof *hub->wakes)
        hub->wakes[hub->wakes_count++] = &t->word;
    else
        pirn__futex_wake(&t->word);
}

static struct pirn_frame *end_step(struct pirn_frame *frame,
                                   struct pirn_worker *w)
{
    (void)w;
    ((struct pirn__end *)frame)->is_reached = true;
    return NULL;
}

void pirn__end_init(struct pirn__end *end, struct pirn__thread *t)
{
    *end = (struct pirn__end){.step = end_step, .thread = t};
}

void pirn__go_on(struct pirn_frame *frame)
{
    struct pirn_frame *last = frame;
    while (last->step != end_step)
        last = last->link.caller;
    struct pirn__thread *t = ((struct pirn__end *)last)->thread;
    struct pirn__thread *by = pirn__this_thread;
    if (pirn__unlikely(by && by->lane))
        pirn__trace_wake(by->lane, t->task, t->hub->by,
                         t->hub->by == PIRN__BY_TASK ? by->task : NULL);
    t->next = frame;
    pirn__kick(t);
}

/* True until the thread of task has been begun. */
static bool is_new(const struct pirn_task *task)
{
    const struct pirn_frame *first = (const struct pirn_frame *)(task + 1);
    return task->leaf.caller == first &&
           (first->state == 0 || first->state == PIRN__THREAD_NATIVE);
}

void pirn__begin_or_go_on(struct pirn__driver *hub, struct pirn_task *task)
{
    struct pirn__thread *t = pirn__this_thread;
    if (is_new(task)) {
        task->leaf.caller = NULL; /* the frame is its thread's from now on */
        if (t && t->fresh == task) {
            t->fresh_is_ready = true;
            t->hub->running++;
        } else {
            pirn__task_thread_start(hub, task);
        }
        return;
    }
    pirn__go_on(pirn__resumed(task));
}

void pirn__settle(struct pirn__driver *hub)
{
    struct pirn__loop *loop = hub->loop;
    struct pirn__ring *ring = &loop->worker.ring;
    struct pirn__thread *outlook = hub->outlook;
    if (hub->takes_turns) {
        if (outlook && ring->head != ring->tail)
            pirn__kick(outlook);
        return;
    }
    do {
        pirn__poll_finish(hub);
        while (ring->head != ring->tail)
            pirn__begin_or_go_on(hub, ring->slots[ring->head++ & ring->mask]);
    } while (hub->finished);
    pirn__ring_rewind(ring);
    loop->spawned = loop->unstarted = (struct pirn__span){0, 0};
    pirn__malloc_drain(&loop->worker);
    if (pirn__unlikely(loop->dump_is_wanted))
        pirn__dump_wanted(loop);
}

/* The lock ----------------------------------------------------------------- */

void pirn__hub_lock(struct pirn__driver *hub)
{
    pthread_mutex_lock(&hub->lock);
}

/* A thread that is woken finds the lock free. It may have ended before it is
 * told to wake up, so nothing of it is touched but the address. */
void pirn__hub_release(struct pirn__driver *hub)
{
    atomic_int *wakes[sizeof hub->wakes / sizeof *hub->wakes];
    size_t count = hub->wakes_count;
    memcpy(wakes, hub->wakes, count * sizeof *wakes);
    hub->wakes_count = 0;
    pthread_mutex_unlock(&hub->lock);
    for (size_t i = 0; i < count; i++)
        pirn__futex_wake(wakes[i]);
}

void pirn__hub_look(struct pirn__driver *hub)
{
    struct pirn__loop *loop = hub->loop;
    if (hub->takes_turns || !loop->wheel->count ||
        !pirn__clock_is_real(loop->clock) ||
        pirn__clock_now(loop->clock) - loop->looked < PIRN_MS)
        return;
    hub->by = PIRN__BY_TIMER;
    pirn__loop_advance(loop);
    pirn__settle(hub);
    hub->by = PIRN__BY_TASK;
}

void pirn__hub_unlock(struct pirn__driver *hub)
{
    pirn__settle(hub);
    hub->loop->worker.current = NULL;
    pirn__hub_release(hub);
}

unsigned pirn__call_out(struct pirn__thread *t)
{
    unsigned inside = t->inside;
    t->inside = 0;
    pirn__hub_unlock(t->hub);
    return inside;
}

void pirn__call_back(struct pirn__thread *t, unsigned inside)
{
    pirn__hub_lock(t->hub);
    t->inside = inside;
    struct pirn_worker *w = &t->hub->loop->worker;
    w->current = t->task;
    w->suspended = NULL;
}

/* Times -------------------------------------------------------------------- */

/* When the wheel, by a real clock, is certain to tell of the timer; PIRN_NEVER:
 * it is not set. */
static int64_t time_of(const struct pirn__timer *timer)
{
    const int64_t tick = (int64_t)1 << PIRN__REAL_TICK_BITS;
    int64_t time = pirn__timer_time(timer);
    if (!timer->node.next || time > PIRN_NEVER - 2 * tick)
        return PIRN_NEVER;
    return (time | (tick - 1)) + 1;
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* When the wait of task may end for the time. */
static int64_t deadline_of(const struct pirn_task *task)
{
    int64_t time = PIRN_NEVER;
    if (task->waits == PIRN__WAIT_SLEEP || task->waits == PIRN__WAIT_SELECT ||
        task->waits == PIRN__WAIT_REFUSED)
        time = time_of(&task->wait.timer);
    for (const struct pirn_scope *s = task->scope; s; s = s->parent)
        if (!s->origin)
            time = earlier(time, time_of(&s->timer));
    return time;
}

struct pirn__thread *pirn__thread_of(const struct pirn_task *task)
{
    const struct pirn_frame *frame = task->leaf.caller;
    while (frame && frame->step != end_step)
        frame = frame->link.caller;
    return frame ? ((const struct pirn__end *)frame)->thread : NULL;
}

/* Kicks the thread of task if it waits. */
static bool kick_task(const struct pirn_task *task)
{
    struct pirn__thread *t =
        task->waits == PIRN__WAIT_NONE ? NULL : pirn__thread_of(task);
    if (!t || !t->waits)
        return false;
    pirn__kick(t);
    return true;
}

static bool kick_one_below(const struct pirn_scope *s)
{
    for (const struct pirn__list *node = s->tasks.next; node != &s->tasks;
         node = node->next) {
        const struct pirn_task *task =
            pirn__container_of(node, struct pirn_task, siblings);
        if (task->flags & PIRN__TASK_ENDED)
            continue;
        if (kick_task(task))
            return true;
        for (const struct pirn_scope *inner = task->scope; inner != s;
             inner = inner->parent)
            if (kick_one_below(inner))
                return true;
    }
    return false;
}

void pirn__deadline_moved(struct pirn_scope *s)
{
    if (!s->owner || !kick_task(s->owner))
        kick_one_below(s);
}

/* Waiting ------------------------------------------------------------------ */

void pirn__sleep_for(struct pirn__thread *t, int64_t timeout)
{
    pirn__hub_release(t->hub);
    if (!atomic_load(&t->word))
        (void)pirn__futex_wait(&t->word, 0, timeout);
    pirn__hub_lock(t->hub);
}

/* No thread runs. How long t is to wait: a clock that is not real may move
 * now, and then that is 0; nothing may ever come, and then the program ends. */
static int64_t idle(struct pirn__thread *t)
{
    struct pirn__loop *loop = t->hub->loop;
    loop->worker.current = NULL; /* t waits, too */
    if (!loop->wheel->count && !loop->outside)
        pirn__dump_stuck(loop);
    if (pirn__clock_is_real(loop->clock) ||
        (loop->outside && pirn__poll_is_any_ready(t->hub)))
        return -1;
    return loop->clock->idle(loop->clock, pirn__wheel_first(loop->wheel));
}

static int64_t left_until(const struct pirn__loop *loop, int64_t time)
{
    if (time == PIRN_NEVER)
        return -1;
    int64_t left = time - pirn__clock_now(loop->clock);
    return left > 0 ? left : 0;
}

static void wait_once(struct pirn__thread *t)
{
    struct pirn__driver *hub = t->hub;
    struct pirn__loop *loop = hub->loop;
    bool is_real = pirn__clock_is_real(loop->clock);
    int64_t until = is_real ? deadline_of(t->task) : PIRN_NEVER;
    int64_t timeout = left_until(loop, until);
    t->waits = true;
    atomic_store(&t->word, 0);
    if (--hub->running == 0) {
        int64_t most = idle(t);
        if (!is_real)
            timeout = most;
    }
    if (timeout == 0 && !pirn__has_io(t))
        ;
    else if (pirn__has_io(t))
        pirn__poll_wait(t, timeout);
    else
        pirn__sleep_for(t, timeout);
    if (t->waits) { /* it has woken by itself */
        t->waits = false;
        hub->running++;
    }
    if (timeout >= 0) {
        hub->by = PIRN__BY_TIMER;
        pirn__loop_advance(loop);
    } else {
        hub->by = PIRN__BY_DESCRIPTOR;
    }
    pirn__settle(hub);
    hub->by = PIRN__BY_TASK;
    loop->worker.current = t->task;
}

/* The same if threads take turns: another one's comes first. */
static struct pirn_frame *wait_for_turn(struct pirn__thread *t)
{
    pirn__pass_turn(t);
    while (!t->next) {
        t->waits = true;
        atomic_store(&t->word, 0);
        pirn__sleep_for(t, -1);
    }
    struct pirn_frame *frame = t->next;
    t->next = NULL;
    return frame;
}

/* The task has given way to others, which is the system's to do. */
static void give_way(struct pirn__thread *t)
{
    unsigned inside = pirn__call_out(t);
    sched_yield();
    pirn__call_back(t, inside);
}

/* Waits for a frame of the task to go on. */
static struct pirn_frame *wait_for_next(struct pirn__thread *t)
{
    bool has_waited = false;
    if (t->hub->takes_turns)
        return wait_for_turn(t);
    for (;; has_waited = true) {
        pirn__settle(t->hub);
        struct pirn_frame *frame = t->next;
        t->next = NULL;
        if (frame && !has_waited)
            give_way(t);
        if (frame)
            return frame;
        if (t->to_cancel)
            pirn__start_cancelled(t);
        else
            wait_once(t);
    }
}

void pirn__carry_on(struct pirn__thread *t, struct pirn__end *end,
                    struct pirn_frame *frame)
{
    struct pirn_worker *w = &t->hub->loop->worker;
    for (;;) {
        w->current = t->task;
        pirn__run_turn(w, frame, NULL);
        w->suspended = NULL; /* the next thread with the lock looks */
        if (end->is_reached)
            break;
        if (pirn__unlikely(t->lane))
            pirn__trace_stop(t->lane, t->task, t->task->waits, NULL);
        frame = wait_for_next(t);
        if (pirn__unlikely(t->lane))
            pirn__thread_trace_run(t);
    }
    /* The frames in which it has waited are gone, or soon will be. */
    t->task->leaf.caller = NULL;
}

void pirn__block(struct pirn__thread *t, void *result)
{
    struct pirn_worker *w = &t->hub->loop->worker;
    struct pirn__end end;
    pirn__end_init(&end, t);
    w->suspended->caller = (struct pirn_frame *)&end;
    w->suspended->result = result;
    pirn__carry_on(t, &end, NULL);
}
