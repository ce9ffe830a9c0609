/* Workers of a crew that are idle: they have no work, look whether others have
 * too much, and sleep until they are woken; or they stand still while one of
 * them makes a dump. See crew.c.
 *
 * A worker is idle from become_idle() to become_busy(), both with the lock.
 * Meanwhile others may touch what is its own: it only looks whether something
 * has been posted, and sleeps. */
#include "runtime/base/futex.h"
#include "runtime/runtime.h"
#include "runtime/wait/baton.h"
#include "runtime/wait/lease.h"
#include <errno.h>

#define LONGEST_PAUSE PIRN_MS
#define SHORTEST_POLL (10 * PIRN_US)
#define LONGEST_POLL (100 * PIRN_US)
#define SECOND_LOOK (10 * PIRN_US) /* so long after the first */

enum { LOOKS = 16 }; /* between two at the clock */

/* Waking ------------------------------------------------------------------- */

void pirn__crew_wake(struct pirn__loop *loop)
{
    int saved = errno;
    pirn__point_wake(loop);
    /* What was posted comes before: pairs with sleep_without_driver, and, as a
     * signal handler has no lock, with the store in fall_asleep: either this
     * sees that the worker sleeps without its driver, or that sees what was
     * wanted. */
    if (__atomic_exchange_n(&loop->member.is_awake, 1, __ATOMIC_SEQ_CST) == 0)
        pirn__futex_wake(&loop->member.is_awake);
    else
        loop->driver_ops->wake(loop->driver);
    errno = saved;
}

static void ask_all(struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        pirn__crew_ask(crew->loops[i]);
}

/* One that is woken may be roused by others before it is: they see it in this
 * list until just before, so what they have posted comes before the wake. */
void pirn__crew_wake_roused(struct pirn__loop *loop)
{
    struct pirn__loop *woken = loop->member.to_wake, *next;
    loop->member.to_wake = NULL;
    for (; woken; woken = next) {
        next = woken->member.next_to_wake;
        /* pairs with the exchange in pirn__crew_rouse_idle */
        atomic_exchange(&woken->member.is_to_be_woken, false);
        pirn__crew_wake(woken);
    }
}

/* If the lock is held, whoever gives it back wakes the one that sleeps. */
void pirn__crew_rouse_idle(struct pirn__loop *loop)
{
    struct pirn__loop *self = pirn__this_loop;
    pthread_mutex_lock(&loop->lock);
    bool sleeps = loop->sleeping;
    loop->sleeping = false;
    loop->member.is_roused = true;
    pthread_mutex_unlock(&loop->lock);
    /* pairs with the one in pirn__crew_wake_roused */
    if (!sleeps || atomic_exchange(&loop->member.is_to_be_woken, true))
        return;
    loop->member.next_to_wake = self->member.to_wake;
    self->member.to_wake = loop;
    if (!self->member.inside)
        pirn__crew_wake_roused(self);
}

/* Idling ------------------------------------------------------------------- */

/* For those who wait in await_change(). The lock is held. */
static void tell_change(struct pirn__crew *crew)
{
    crew->changes++;
    pirn__futex_wake_all(&crew->changes);
}

static void become_idle(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    loop->member.is_idle = true; /* pairs with pirn__crew_rouse */
    crew->idle++;
    crew->rests++;
    if (pirn__unlikely(crew->is_pausing))
        tell_change(crew);
}

/* Gives the lock back, while nothing changes, for so many nanoseconds at most;
 * -1: for ever. */
static void await_change(struct pirn__loop *loop, int64_t timeout)
{
    struct pirn__crew *crew = loop->worker.crew;
    uint32_t changes = crew->changes;
    if (pirn__unlikely(loop->test)) {
        pirn__hooks.explorer->yield(loop);
        return;
    }
    pirn__crew_unlock(loop);
    (void)pirn__futex_wait(&crew->changes, changes, timeout);
    pirn__crew_lock(loop);
}

static void become_busy(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    while (crew->is_pausing)
        await_change(loop, -1);
    loop->member.is_idle = false;
    loop->member.is_roused = false;
    crew->idle--;
}

/* When the first timer of any worker expires. All are idle. Where the first
 * slot of a wheel begins before the time that is found, the wheel enters that
 * slot at that time: so none is searched through twice. */
static int64_t next_of_all(const struct pirn__crew *crew)
{
    const struct pirn__wheel *next = crew->loops[0]->wheel;
    for (unsigned i = 1; i < crew->count; i++)
        if (pirn__wheel_next(crew->loops[i]->wheel) < pirn__wheel_next(next))
            next = crew->loops[i]->wheel;
    int64_t first = pirn__wheel_first(next);
    for (unsigned i = 0; i < crew->count; i++) {
        const struct pirn__wheel *wheel = crew->loops[i]->wheel;
        if (wheel == next || pirn__wheel_next(wheel) >= first)
            continue;
        int64_t other = pirn__wheel_first(wheel);
        first = other < first ? other : first;
    }
    return first;
}

/* A worker that stands still for a dump is as if it were idle, but has tasks.
 */
static bool has_tasks(const struct pirn__loop *loop)
{
    const struct pirn__ring *queue = &loop->member.queue;
    return queue->head != queue->tail || loop->worker.current;
}

/* Whether a worker, though all are idle, is about to have something to do. */
static bool is_anything_left(const struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++) {
        const struct pirn__loop *loop = crew->loops[i];
        if (loop->inbox || pirn__crew_has_post(loop) || has_tasks(loop))
            return true;
    }
    return crew->has_ended;
}

/* Whether a thread of the pool works for any of them: by a clock that is not
 * real, no time passes then. */
static bool is_anything_offloaded(const struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        if (crew->loops[i]->offloaded)
            return true;
    return false;
}

/* Whether a time, or something outside, is waited for. */
static bool is_anything_to_come(const struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        if (crew->loops[i]->outside || crew->loops[i]->wheel->count)
            return true;
    return false;
}

void pirn__crew_rouse_all(struct pirn__crew *crew)
{
    for (unsigned i = 0; i < crew->count; i++)
        pirn__crew_rouse(crew->loops[i]);
}

/* What a turn has done outside may not have been noticed yet by the worker
 * that waits for it: so before the clock jumps, each of them looks once more
 * after the last turn of any. Rouses those that have not. */
static bool have_all_looked(struct pirn__crew *crew)
{
    bool all = true;
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__loop *loop = crew->loops[i];
        if (!loop->outside || loop->member.looked == crew->runs)
            continue;
        pirn__crew_rouse(loop);
        all = false;
    }
    return all;
}

/* This worker has looked after its own turns, and becomes idle; others may
 * have had turns while it looked. */
static void note_turns(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (!loop->member.has_run)
        return;
    loop->member.has_run = false;
    loop->member.looked += loop->member.looked == crew->runs++;
}

/* Rouses the workers with timers that are due, or are to be spread. Returns
 * whether this is one of them. */
static bool rouse_due(struct pirn__loop *self, int64_t now)
{
    struct pirn__crew *crew = self->worker.crew;
    bool is_due = false;
    for (unsigned i = 0; i < crew->count; i++) {
        struct pirn__loop *loop = crew->loops[i];
        if (pirn__wheel_next(loop->wheel) > now)
            continue;
        pirn__crew_rouse(loop);
        is_due |= loop == self;
    }
    return is_due;
}

/* Nothing goes on before the next time of any worker. Returns how long to wait
 * for that: the clock, which is not real, may jump. If the time is another's,
 * this worker sleeps: that one may have been roused before, but not be awake.
 */
static int64_t jump(struct pirn__loop *loop)
{
    int64_t first = next_of_all(loop->worker.crew);
    int64_t now = pirn__clock_now(loop->clock);
    if (first > now) {
        int64_t left = loop->clock->idle(loop->clock, first);
        now = pirn__clock_now(loop->clock);
        if (left != 0 || now < first)
            return left;
    }
    return rouse_due(loop, now) ? 0 : -1;
}

static bool has_something(const struct pirn__loop *loop)
{
    return pirn__crew_has_post(loop) || loop->inbox ||
           loop->worker.crew->has_ended || loop->dump_is_wanted;
}

static bool fall_asleep(struct pirn__loop *loop)
{
    bool waits_for_driver = loop->outside > 0;
    pthread_mutex_lock(&loop->lock);
    /* pairs with pirn__crew_wake */
    __atomic_store_n(&loop->member.is_awake, waits_for_driver,
                     __ATOMIC_SEQ_CST);
    /* pairs with pirn__crew_rouse */
    bool may_sleep = !has_something(loop) && !loop->member.is_roused;
    loop->sleeping = may_sleep;
    pthread_mutex_unlock(&loop->lock);
    return may_sleep;
}

static void stop_idling(struct pirn__loop *loop)
{
    pirn__crew_lock(loop);
    become_busy(loop);
    pirn__crew_unlock(loop);
    pirn__crew_take_in(loop);
}

/* Until somebody wakes it, or for that long. The load pairs with the exchange
 * in pirn__crew_wake. */
static void sleep_without_driver(struct pirn__loop *loop, int64_t timeout)
{
    while (!__atomic_load_n(&loop->member.is_awake, __ATOMIC_ACQUIRE))
        if (!pirn__futex_wait(&loop->member.is_awake, 0, timeout))
            break;
    __atomic_store_n(&loop->member.is_awake, 1, __ATOMIC_RELAXED);
}

/* By a clock that is not real no time passes before all are idle. */
static bool may_poll(const struct pirn__loop *loop)
{
    return loop->worker.crew->may_poll && pirn__clock_is_real(loop->clock);
}

/* The worker, which is idle, has slept. If another one has woken it, and soon,
 * it looks around longer before it sleeps next; else less long, and in the end
 * not at all. (So does KVM before it halts a processor: "halt polling".) */
static void set_poll(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    bool is_soon = pirn__real_now() - member->idle_since < LONGEST_POLL;
    if (is_soon && pirn__crew_has_post(loop))
        member->poll = member->poll ? 2 * member->poll : SHORTEST_POLL;
    else if (!is_soon || loop->outside > 0)
        member->poll /= 2;
    if (member->poll < SHORTEST_POLL)
        member->poll = 0;
    else if (member->poll > LONGEST_POLL)
        member->poll = LONGEST_POLL;
}

void pirn__io_awake(void *arg)
{
    struct pirn__loop *loop = arg;
    if (!loop->worker.crew || !loop->member.is_idle)
        return;
    pthread_mutex_lock(&loop->lock);
    loop->sleeping = false;
    pthread_mutex_unlock(&loop->lock);
    if (loop->member.is_asleep && may_poll(loop))
        set_poll(loop);
    stop_idling(loop);
}

/* How long the worker, which has become idle, may sleep: -1 for ever. By a
 * clock that is not real the last one to become so sees to the times of all. */
static int64_t time_to_sleep(struct pirn__loop *loop, int64_t until)
{
    struct pirn__crew *crew = loop->worker.crew;
    bool is_real = pirn__clock_is_real(loop->clock);
    if (crew->idle == crew->count && !is_anything_left(crew)) {
        if (!is_anything_to_come(crew))
            pirn__hooks.dump_stuck(loop);
        if (!is_real && have_all_looked(crew) && !is_anything_offloaded(crew))
            return jump(loop);
    }
    if (!is_real || until == PIRN_NEVER)
        return -1;
    return loop->clock->idle(loop->clock, until);
}

/* Tasks that another worker does not come to. Returns whether there were any;
 * then this worker is idle no more, if it was. */
static bool find_work(struct pirn__loop *loop)
{
    if (loop->worker.crew->has_leases && !pirn__crew_has_backlog(loop))
        return false;
    pirn__crew_lock(loop);
    bool has_stolen = pirn__crew_has_backlog(loop) && pirn__crew_steal(loop);
    if (has_stolen && loop->member.is_idle)
        become_busy(loop);
    pirn__crew_unlock(loop);
    return has_stolen;
}

/* Whether another worker is at work, which may come to have too much of it. */
static bool is_other_busy(const struct pirn__crew *crew)
{
    return atomic_load_explicit(&crew->idle, memory_order_relaxed) <
           crew->count;
}

/* Sleeps, for so long or until it is woken; but looks for work from time to
 * time, the later the longer there was none. */
static void sleep_idle(struct pirn__loop *loop, int64_t time)
{
    struct pirn__crew *crew = loop->worker.crew;
    bool looks = is_other_busy(crew) && !loop->test;
    int64_t pause = loop->member.pause;
    if (looks && (time < 0 || pause < time)) {
        time = pause;
        loop->member.pause = pause < LONGEST_PAUSE ? 2 * pause : LONGEST_PAUSE;
    }
    loop->member.is_asleep = true;
    crew->sleeping++;
    if (pirn__unlikely(loop->test))
        pirn__hooks.explorer->sleep(loop, time);
    else if (loop->outside > 0)
        loop->driver_ops->wait(loop->driver, time);
    else
        sleep_without_driver(loop, time);
    pirn__io_awake(loop);
    crew->sleeping--;
    loop->member.is_asleep = false;
}

/* Nothing is ready, for the first time since a turn: looks for a while whether
 * something comes, as long as nobody need know that the worker has nothing to
 * do. Returns whether something has come. */
static bool look_around(struct pirn__loop *loop, int64_t until)
{
    int64_t now = loop->member.idle_since, end = now + loop->member.poll;
    end = end < until ? end : until;
    do {
        for (int i = 0; i < LOOKS; i++) {
            if (has_something(loop)) {
                pirn__crew_rested(loop, now);
                return true;
            }
            pirn__relax();
        }
        now = pirn__real_now();
    } while (now < end);
    return false;
}

/* Looks for tasks of others, and if one has any, once more after a short while,
 * which is less than what it takes to fall asleep and to be woken. Returns
 * whether it has taken some, or something else has come. */
static bool look_twice(struct pirn__loop *loop)
{
    const struct pirn__member *member = &loop->member;
    int64_t now = member->idle_since, end = now + SECOND_LOOK;
    if (!may_poll(loop) || loop->test)
        return false;
    bool has_come = find_work(loop);
    if (!has_come && member->suspect) {
        while (!(has_come = has_something(loop)) && now < end) {
            pirn__relax();
            now = pirn__real_now();
        }
        has_come = has_come || find_work(loop);
    }
    if (has_come)
        pirn__crew_rested(loop, now);
    return has_come;
}

static void be_idle(struct pirn__loop *loop, int64_t until)
{
    pirn__crew_lock(loop);
    become_idle(loop);
    if (!pirn__clock_is_real(loop->clock))
        note_turns(loop);
    int64_t sleep = time_to_sleep(loop, until);
    pirn__crew_unlock(loop);
    pirn__point(loop, PIRN__AT_LOOK);
    if (find_work(loop))
        return;
    if (sleep != 0 && fall_asleep(loop))
        sleep_idle(loop, sleep);
    pirn__io_awake(loop);
}

void pirn__crew_idle(struct pirn__loop *loop, int64_t until)
{
    struct pirn__member *member = &loop->member;
    bool has_come = false;
    if (loop->lane)
        pirn__hooks.trace_idle(loop->lane, true);
    if (member->pause == PIRN__SHORTEST_PAUSE) {
        member->idle_since = pirn__real_now();
        has_come =
            (member->poll > 0 && look_around(loop, until)) || look_twice(loop);
    }
    if (has_come) {
        pirn__crew_take_in(loop); /* at once: somebody waits for that */
    } else {
        be_idle(loop, until);
        pirn__crew_rested(loop, pirn__clock_now(loop->clock));
    }
    if (loop->lane)
        pirn__hooks.trace_idle(loop->lane, false);
}

/* Standing still ----------------------------------------------------------- */

bool pirn__crew_pause(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    while (crew->is_pausing) { /* somebody else dumps: stand still for that */
        become_idle(loop);
        become_busy(loop);
    }
    crew->is_pausing = true;
    ask_all(crew);
    int64_t until = pirn__real_now() + PIRN_S;
    while (crew->idle + 1 < crew->count) {
        int64_t left = until - pirn__real_now();
        if (left <= 0)
            return false;
        await_change(loop, left);
    }
    return true;
}

void pirn__crew_resume(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    crew->is_pausing = false;
    tell_change(crew);
}

void pirn__crew_look(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    pirn__depot_bring(loop);
    if (crew->is_pausing) {
        pirn__crew_lock(loop);
        become_idle(loop);
        become_busy(loop);
        pirn__crew_unlock(loop);
    }
    pirn__crew_take_in(loop);
}
