/* Several workers.
 *
 * Each worker is a thread with a loop of its own: ring, frames, timing wheel,
 * driver. These are touched by that thread alone, and cost no atomics. What
 * tasks of several workers have in common is under one lock, the crew's.
 *
 * Who owns what:
 *
 *   a task         its home, the worker that it is on. That alone runs it, and
 *                  what it waits for waits there. Its `waiter`, and its result,
 *                  are the lock's, if its family is shared.
 *   a scope        the home of its owner, as long as its tasks and all below
 *                  are there too. Before one of these goes elsewhere, it and
 *                  all scopes around it are *shared*, for good, and from then
 *                  on the lock's. So are those, from the start, to which
 *                  others have a pointer; and spawning a task whose handle
 *                  gets about shares its scope: the translator knows both. So
 *                  who is not on that worker has nothing to find an unshared
 *                  scope, or a task of it, by.
 *   what is        the lock. Those that wait are in its queue, and whoever
 *   waited for     takes one out has to tell it.
 *   a worker's     its thread; but while the worker is idle, which it says and
 *   own            takes back under the lock, whoever has the lock may take
 *                  tasks away from it.
 *
 * How a task gets on. Who ends the wait of a task that is at home elsewhere
 * posts it there. The home takes in what has arrived between two turns: so the
 * frames of the task are linked, and nobody else needs to know whether they
 * are. If the home is idle, the one who wakes takes the task over: it has just
 * touched what the task will touch.
 *
 * How work spreads. A worker without work says that it is hungry; one that has
 * two or more tasks ready gives away half of them between two turns, the ones
 * that would have come last. (Stealing from private deques, with the victim
 * doing the work: Acar, Chargueraud and Rainey, "Scheduling parallel programs
 * by work stealing with private deques", 2013.) A worker whose turns are long
 * gives away at once what becomes ready during one.
 *
 * How a worker sleeps. It looks around for a while, then sleeps: in its driver
 * if it waits for descriptors, else on a futex. Whoever posts something to a
 * sleeping worker wakes it. When the last one becomes idle, and nothing from outside is to come, nothing ever will. */
#include "runtime.h"
#include <errno.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    SHARED_AT_ONCE = 512, /* tasks, lest the lock is held for long */
    TURNS = 32,           /* between two looks at the clock */
    SPIN = 300,           /* looks, some 10 microseconds */
    WOKEN_AT_ONCE = 8,    /* workers, when the lock has been given back */
};

/* Turns longer than this are long: it is what waking a worker costs. */
#define LONG_TURN (5 * PIRN_US)

/* The lock ----------------------------------------------------------------- */

void pirn__crew_lock(struct pirn__loop *loop)
{
    pthread_mutex_lock(&loop->worker.crew->lock);
    loop->member.has_lock = true;
}

/* Who is woken first takes the lock: so that is given back before. */
void pirn__crew_unlock(struct pirn__loop *loop)
{
    struct pirn__loop *woken = loop->member.to_wake, *next;
    for (next = woken; next; next = next->member.next_to_wake)
        next->member.is_to_be_woken = false;
    loop->member.to_wake = NULL;
    loop->member.has_lock = false;
    if (pirn__likely(!woken)) {
        pthread_mutex_unlock(&loop->worker.crew->lock);
        return;
    }
    struct pirn__loop *others[WOKEN_AT_ONCE];
    int count = 0;
    for (; woken; woken = next) {
        next = woken->member.next_to_wake;
        if (count < WOKEN_AT_ONCE)
            others[count++] = woken;
        else
            pirn__crew_wake(woken);
    }
    pthread_mutex_unlock(&loop->worker.crew->lock);
    while (count > 0)
        pirn__crew_wake(others[--count]);
}

/* Sleeping and waking ------------------------------------------------------ */

static long futex(uint32_t *word, int operation, uint32_t value,
                  const struct timespec *timeout)
{
    return syscall(SYS_futex, word, operation | FUTEX_PRIVATE_FLAG, value,
                   timeout, NULL, 0);
}

void pirn__crew_wake(struct pirn__loop *loop)
{
    int saved = errno;
    if (__atomic_exchange_n(&loop->member.is_awake, 1, __ATOMIC_RELEASE) == 0)
        futex(&loop->member.is_awake, FUTEX_WAKE, 1, NULL);
    else
        loop->driver_ops->wake(loop->driver);
    errno = saved;
}

static void end_hunger(struct pirn__loop *loop)
{
    if (!loop->member.is_hungry)
        return;
    loop->member.is_hungry = false;
    loop->worker.crew->hungry--;
}

static void ask(struct pirn__loop *loop)
{
    atomic_store_explicit(&loop->member.is_asked, true, memory_order_relaxed);
}

static void ask_all(struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        ask(crew->loops[i]);
}

/* Something has been posted to the worker of loop. */
static void rouse(struct pirn__loop *loop)
{
    ask(loop);
    if (!loop->member.is_idle)
        return;
    end_hunger(loop);
    pthread_mutex_lock(&loop->lock);
    bool sleeps = loop->sleeping;
    loop->sleeping = false;
    pthread_mutex_unlock(&loop->lock);
    struct pirn__loop *self = pirn__this_loop;
    if (!sleeps || loop->member.is_to_be_woken)
        return;
    loop->member.is_to_be_woken = true;
    loop->member.next_to_wake = self->member.to_wake;
    self->member.to_wake = loop;
}

static void post(struct pirn__loop *to, struct pirn_task *task)
{
    pirn__prefix(task)->next = to->member.arrivals;
    to->member.arrivals = task;
    rouse(to);
}

void pirn__task_post(struct pirn_task *task)
{
    if (pirn__unlikely(pirn__this_loop->lane != NULL))
        pirn__trace_sent(pirn__this_loop, task);
    post(pirn__prefix(task)->home, task);
}

void pirn__note_post(struct pirn__loop *loop, struct pirn__note note)
{
    struct pirn__note *posted = malloc(sizeof *posted);
    if (!posted)
        pirn__die("out of memory: cannot tell another worker something");
    *posted = note;
    posted->next = loop->member.notes;
    if (note.scope)
        note.scope->notes++;
    if (note.task)
        pirn__prefix(note.task)->notes++;
    loop->member.notes = posted;
    rouse(loop);
}

/* Going elsewhere ---------------------------------------------------------- */

void pirn__scope_share(struct pirn_scope *s)
{
    for (; s && !s->is_shared; s = s->parent) {
        __atomic_store_n(&s->is_shared, true, __ATOMIC_RELAXED);
        s->spawns_slowly = true;
    }
}

static bool is_timed(const struct pirn_scope *s)
{
    return s->timer.node.next != NULL;
}

/* Blocks that the frames of task are in: they go where it goes. */
static void count_blocks(struct pirn__loop *loop, const struct pirn_task *task,
                         int by)
{
    int32_t *surplus = loop->member.surplus;
    surplus[task->class_] += by;
    loop->member.has_plenty |= surplus[task->class_] >= PIRN__PLENTY;
    for (const struct pirn_frame *frame = task->leaf.caller;
         frame && frame->link.caller; frame = frame->link.caller) {
        unsigned class_ = frame->info % PIRN__CLASSES;
        surplus[class_] += by;
        loop->member.has_plenty |= surplus[class_] >= PIRN__PLENTY;
    }
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
    count_blocks(from, task, -1);
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
    count_blocks(loop, task, 1);
    for (struct pirn_scope *s = task->scope; s->owner == task; s = s->parent) {
        if (s->has_moved && !s->origin)
            pirn__timer_set(loop->wheel, &s->timer, (int64_t)s->timer.expires,
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

static bool is_pinned(const struct pirn_task *task)
{
    return pirn__prefix(task)->family->is_pinned;
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

/* A task has been spawned by one whose turn goes on. */
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

static struct pirn__note *notes_reversed(struct pirn__note *newest)
{
    struct pirn__note *oldest = NULL;
    while (newest) {
        struct pirn__note *next = newest->next;
        newest->next = oldest;
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

/* Where what note is about is at home now: it may have gone elsewhere. */
static struct pirn__loop *home_of(struct pirn__loop *loop,
                                  const struct pirn__note *note)
{
    if (note->kind == PIRN__NOTE_DEADLINE)
        return pirn__loop_of(note->scope->worker);
    if (note->kind == PIRN__NOTE_CANCEL && !pirn__prefix(note->task)->is_freed)
        return pirn__home(loop, note->task);
    return loop;
}

static void act(struct pirn__loop *loop, const struct pirn__note *note)
{
    switch (note->kind) {
    case PIRN__NOTE_STOP:
        pirn__cancel_spread(loop, note->scope);
        break;
    case PIRN__NOTE_DEADLINE:
        pirn__scope_move_deadline(loop, note->scope, note->time);
        break;
    case PIRN__NOTE_CANCEL:
        pirn__cancel_task(loop, note->task, note->reason);
        break;
    case PIRN__NOTE_FORGET:
        if (note->fd >= 0)
            loop->driver_ops->forget(loop->driver, note->fd);
        break;
    }
}

static void heed(struct pirn__loop *loop, struct pirn__note *note)
{
    struct pirn__loop *home = home_of(loop, note);
    if (home == loop)
        act(loop, note);
    else
        pirn__note_post(home, *note);
    if (note->task)
        pirn__task_noted(loop, note->task);
    if (note->scope)
        pirn__scope_noted(loop, note->scope);
    free(note);
}

static void take_in(struct pirn__loop *loop)
{
    struct pirn_task *task = reversed(loop->member.arrivals);
    struct pirn__note *note = notes_reversed(loop->member.notes);
    loop->member.arrivals = NULL;
    loop->member.notes = NULL;
    for (struct pirn_task *next; task; task = next) {
        next = pirn__prefix(task)->next;
        arrive(loop, task);
    }
    for (struct pirn__note *next; note; note = next) {
        next = note->next;
        heed(loop, note);
    }
}

/* Descriptors -------------------------------------------------------------- */

static _Atomic(uint16_t) *users_of(struct pirn__crew *crew, int fd)
{
    size_t count = sizeof crew->users / sizeof *crew->users;
    return (unsigned)fd < count ? &crew->users[fd] : NULL;
}

/* Heeds those notes that say of a descriptor that it is closed. */
static void forget_closed(struct pirn__loop *loop)
{
    for (struct pirn__note *n = loop->member.notes; n; n = n->next) {
        if (n->kind == PIRN__NOTE_FORGET && n->fd >= 0) {
            loop->driver_ops->forget(loop->driver, n->fd);
            n->fd = -1;
        }
    }
}

void pirn__crew_uses(struct pirn__loop *loop, int fd)
{
    _Atomic(uint16_t) *users = users_of(loop->worker.crew, fd);
    uint16_t self = (uint16_t)(loop->member.number + 1), known = self;
    if (loop->member.notes) {
        bool entered = pirn__enter(loop);
        forget_closed(loop);
        pirn__leave(loop, entered);
    }
    if (users)
        known = *users;
    if (known == 0 && !atomic_compare_exchange_strong(users, &known, self))
        *users = PIRN__BY_SEVERAL;
    else if (known != 0 && known != self && known != PIRN__BY_SEVERAL)
        *users = PIRN__BY_SEVERAL;
}

void pirn__crew_forgets(struct pirn__loop *loop, int fd)
{
    struct pirn__crew *crew = loop->worker.crew;
    _Atomic(uint16_t) *users = users_of(crew, fd);
    unsigned self = loop->member.number + 1;
    unsigned known =
        users ? atomic_exchange(users, 0) : (unsigned)PIRN__BY_SEVERAL;
    if (fd < 0 || known == 0 || known == self)
        return;
    bool entered = pirn__enter(loop);
    for (unsigned i = 0; i < crew->count; i++)
        if (crew->loops[i] != loop &&
            (known == PIRN__BY_SEVERAL || known == i + 1))
            pirn__note_post(
                crew->loops[i],
                (struct pirn__note){.kind = PIRN__NOTE_FORGET, .fd = fd});
    pirn__leave(loop, entered);
}

/* -------------------------------------------------------------------------- */

static bool has_post(const struct pirn__loop *loop)
{
    return loop->member.arrivals || loop->member.notes;
}

/* Idling ------------------------------------------------------------------- */

static void become_idle(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    loop->member.is_idle = true;
    crew->idle++;
    if (!has_post(loop)) {
        loop->member.is_hungry = true;
        crew->hungry++;
        ask_all(crew);
    }
    pthread_cond_broadcast(&crew->changed);
}

static void become_busy(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    while (crew->is_pausing)
        pthread_cond_wait(&crew->changed, &crew->lock);
    loop->member.is_idle = false;
    crew->idle--;
    end_hunger(loop);
}

/* When the first timer of any worker expires. All are idle. */
static int64_t next_of_all(const struct pirn__crew *crew)
{
    int64_t first = PIRN_NEVER;
    for (unsigned i = 0; i < crew->count; i++) {
        int64_t next = pirn__wheel_next(crew->loops[i]->wheel);
        first = next < first ? next : first;
    }
    return first;
}

/* Who stands still for a dump is as if it were idle, but has tasks. */
static bool has_tasks(const struct pirn__loop *loop)
{
    const struct pirn__ring *ring = &loop->worker.ring;
    return ring->head != ring->tail || loop->worker.current;
}

static bool is_anything_to_come(const struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++) {
        const struct pirn__loop *loop = crew->loops[i];
        if (loop->outside || loop->inbox || has_post(loop) || has_tasks(loop))
            return true;
    }
    return crew->has_ended;
}

static void rouse_all(struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        rouse(crew->loops[i]);
}

/* The last worker has become idle. Returns whether there is something to do
 * for it. A clock that is not the real one may jump now. */
static bool all_are_idle(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    int64_t first = next_of_all(crew);
    bool is_more = is_anything_to_come(crew);
    if (first == PIRN_NEVER && !is_more)
        pirn__dump_stuck(loop);
    if (is_more || pirn__clock_is_real(loop->clock) || first == PIRN_NEVER ||
        first <= pirn__clock_now(loop->clock))
        return false;
    loop->clock->idle(loop->clock, first);
    rouse_all(crew);
    return true;
}

static void relax(void)
{
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
}

static bool has_something(const struct pirn__loop *loop)
{
    return has_post(loop) || loop->inbox || loop->worker.crew->has_ended ||
           loop->dump_is_wanted;
}

static bool fall_asleep(struct pirn__loop *loop)
{
    bool waits_for_driver = loop->outside > 0;
    pthread_mutex_lock(&loop->lock);
    __atomic_store_n(&loop->member.is_awake, waits_for_driver,
                     __ATOMIC_RELAXED);
    bool may_sleep = !has_something(loop);
    loop->sleeping = may_sleep;
    pthread_mutex_unlock(&loop->lock);
    return may_sleep;
}

static void stop_idling(struct pirn__loop *loop)
{
    pirn__crew_lock(loop);
    become_busy(loop);
    take_in(loop);
    pirn__crew_unlock(loop);
}

/* Until somebody wakes it, or for that long. */
static void sleep_without_driver(struct pirn__loop *loop, int64_t timeout)
{
    struct timespec time = {timeout / PIRN_S, timeout % PIRN_S};
    int saved = errno;
    while (!__atomic_load_n(&loop->member.is_awake, __ATOMIC_ACQUIRE)) {
        long rc = futex(&loop->member.is_awake, FUTEX_WAIT, 0,
                        timeout < 0 ? NULL : &time);
        if (rc < 0 && errno != EINTR && errno != EAGAIN)
            break;
    }
    __atomic_store_n(&loop->member.is_awake, 1, __ATOMIC_RELAXED);
    errno = saved;
}

/* The driver's: wait() has returned from the kernel, and touches what is the
 * worker's own from here on. */
void pirn__io_awake(void *arg)
{
    struct pirn__loop *loop = arg;
    if (!loop->worker.crew || !loop->member.is_idle)
        return;
    pthread_mutex_lock(&loop->lock);
    loop->sleeping = false;
    pthread_mutex_unlock(&loop->lock);
    stop_idling(loop);
}

/* How long the worker may sleep: -1 for ever. */
static int64_t time_to_sleep(struct pirn__loop *loop, int64_t until)
{
    if (until == PIRN_NEVER || !pirn__clock_is_real(loop->clock))
        return -1;
    return loop->clock->idle(loop->clock, until);
}

void pirn__crew_idle(struct pirn__loop *loop, int64_t until)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (loop->lane)
        pirn__trace_idle(loop->lane, true);
    pirn__crew_lock(loop);
    become_idle(loop);
    bool is_due = crew->idle == crew->count && all_are_idle(loop);
    int64_t sleep = is_due ? 0 : time_to_sleep(loop, until);
    pirn__crew_unlock(loop);
    for (unsigned i = 0; sleep != 0 && i < crew->spin; i++) {
        if (has_something(loop))
            break;
        relax();
    }
    bool sleeps = sleep != 0 && fall_asleep(loop);
    if (sleeps && loop->outside > 0) {
        loop->driver_ops->wait(loop->driver, sleep);
    } else {
        if (sleeps)
            sleep_without_driver(loop, sleep);
        pirn__io_awake(loop);
    }
    if (loop->lane)
        pirn__trace_idle(loop->lane, false);
}

/* Standing still ----------------------------------------------------------- */

/* The dump of a crew is made by one worker while the others are idle, or made
 * so between two turns. Waits for that, but not for ever: a task may compute.
 * Returns whether they are. The lock is held. */
bool pirn__crew_pause(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    struct timespec until;
    while (crew->is_pausing) { /* somebody else dumps: stand still for that */
        become_idle(loop);
        become_busy(loop);
    }
    crew->is_pausing = true;
    ask_all(crew);
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec++;
    while (crew->idle + 1 < crew->count)
        if (pthread_cond_timedwait(&crew->changed, &crew->lock, &until))
            return false;
    return true;
}

void pirn__crew_resume(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    crew->is_pausing = false;
    pthread_cond_broadcast(&crew->changed);
}

/* Between turns ------------------------------------------------------------ */

/* Finds out how long turns take. */
static void pace(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    int64_t now = pirn__clock_now(loop->clock);
    int64_t turns = member->is_slow ? 1 : TURNS;
    member->is_slow = now - member->paced > turns * LONG_TURN;
    member->turns = member->is_slow ? 1 : TURNS;
    member->paced = now;
}

/* task, whose turn it is, is ready in a way of its own. Returns whether it has
 * gone elsewhere. */
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

/* A turn has ended, and it is time to look around. Returns whether to look at
 * the outside before the next one. */
bool pirn__crew_attend(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    if (member->turns == 0)
        pace(loop);
    member->is_asked = false;
    if (is_hunger(loop)) {
        size_t ready = loop->worker.ring.tail - loop->worker.ring.head;
        if (ready < 2 || share(loop, 0))
            member->is_asked = true; /* there may be more to give soon */
    }
    return member->is_slow || has_post(loop) || loop->worker.crew->is_pausing;
}

/* Takes in what other workers have sent, and stands still if one wants it. */
void pirn__crew_look(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (!has_post(loop) && !crew->is_pausing)
        return;
    pirn__crew_lock(loop);
    if (crew->is_pausing) {
        become_idle(loop);
        become_busy(loop);
    }
    take_in(loop);
    if (loop->member.has_plenty)
        pirn__pool_give(loop);
    pirn__crew_unlock(loop);
}

/* As pirn__exhausted, which sees the worker's budget used up each time. */
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

static struct pirn__crew *crew_new(unsigned count)
{
    struct pirn__crew *crew =
        calloc(1, sizeof *crew + count * sizeof *crew->loops);
    if (!crew)
        pirn__die("out of memory: cannot begin a runtime");
    pthread_mutexattr_t adaptive;
    pthread_mutexattr_init(&adaptive);
    pthread_mutexattr_settype(&adaptive, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(&crew->lock, &adaptive);
    pthread_mutexattr_destroy(&adaptive);
    pthread_cond_init(&crew->changed, NULL);
    crew->spin = count <= cores() ? SPIN : 0;
    crew->mark.crew = crew;
    return crew;
}

static void join(struct pirn__loop *loop, struct pirn__crew *crew)
{
    loop->worker.crew = crew;
    loop->worker.budget = 1;
    loop->member.is_awake = 1;
    loop->spawner.stack_limit = PIRN__SPAWNER_IN_CREW;
    loop->member.number = crew->count;
    loop->member.paced = pirn__clock_now(loop->clock);
    loop->member.turns = TURNS;
    crew->loops[crew->count++] = loop;
}

static void *work(void *arg)
{
    struct pirn__loop *loop = arg;
    loop->worker.stack_limit = pirn__stack_limit();
    pirn__loop_enter(loop);
    pirn__trace_begin(loop);
    pirn__loop_run(loop);
    pirn__trace_end(loop);
    pirn__loop_exit(loop);
    return NULL;
}

/* No signal of the program goes to the other workers, but those that say what
 * the thread itself has done: they cannot be kept waiting, and with these
 * blocked the kernel ends the process without asking its handler. */
static bool start(struct pirn__loop *loop)
{
    static const int own[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS};
    sigset_t all, old;
    sigfillset(&all);
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        sigdelset(&all, own[i]);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int rc = pirn__fails(sizeof *loop)
                 ? EAGAIN
                 : pthread_create(&loop->member.thread, NULL, work, loop);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    loop->member.has_thread = rc == 0;
    return rc == 0;
}

/* All loops are there before the first thread runs. One whose thread does not
 * start is taken out again. */
void pirn__crew_begin(struct pirn__loop *loop, unsigned count)
{
    struct pirn__crew *crew = crew_new(count);
    struct pirn__loop *next = loop;
    int error;
    while (next) {
        join(next, crew);
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

/* The last task of the root scope has ended. The lock is held. */
void pirn__crew_root_ended(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    crew->has_ended = true;
    rouse_all(crew);
}

void pirn__crew_end(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    for (unsigned i = 1; i < crew->count; i++)
        pthread_join(crew->loops[i]->member.thread, NULL);
    for (unsigned i = 0; i < crew->count; i++)
        take_in(crew->loops[i]); /* notes that came too late */
    while (crew->count > 1)
        pirn__loop_end(crew->loops[--crew->count]);
    loop->worker.crew = NULL;
    pthread_cond_destroy(&crew->changed);
    pthread_mutex_destroy(&crew->lock);
    free(crew);
}
