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
#include <time.h>

#define LONGEST_PAUSE PIRN_MS

/* Waking ------------------------------------------------------------------- */

void pirn__crew_wake(struct pirn__loop *loop)
{
    int saved = errno;
    pirn__point_wake(loop);
    /* What was posted comes before: pairs with sleep_without_driver. */
    if (__atomic_exchange_n(&loop->member.is_awake, 1, __ATOMIC_RELEASE) == 0)
        pirn__futex_wake(&loop->member.is_awake);
    else
        loop->driver_ops->wake(loop->driver);
    errno = saved;
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

/* Who gives the lock back wakes the one that sleeps: see pirn__crew_unlock. */
void pirn__crew_rouse_idle(struct pirn__loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    bool sleeps = loop->sleeping;
    loop->sleeping = false;
    loop->member.is_roused = true;
    pthread_mutex_unlock(&loop->lock);
    struct pirn__loop *self = pirn__this_loop;
    if (!sleeps || loop->member.is_to_be_woken)
        return;
    loop->member.is_to_be_woken = true;
    loop->member.next_to_wake = self->member.to_wake;
    self->member.to_wake = loop;
}

/* Idling ------------------------------------------------------------------- */

static void become_idle(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    loop->member.is_idle = true;
    crew->idle++;
    crew->rests++;
    pthread_cond_broadcast(&crew->changed);
}

/* Gives the lock back, until something has changed or the time is over; NULL:
 * never. Returns whether it is not. */
static bool await_change(struct pirn__loop *loop, const struct timespec *until)
{
    struct pirn__crew *crew = loop->worker.crew;
    int rc = 0;
    if (pirn__unlikely(loop->test)) {
        pirn__hooks.explorer->yield(loop);
        return true;
    }
    /* As pirn__go_outside: pairs with pirn__seize. */
    __atomic_store_n(&loop->member.inside, 0, __ATOMIC_RELEASE);
    if (until)
        rc = pthread_cond_timedwait(&crew->changed, &crew->lock, until);
    else
        pthread_cond_wait(&crew->changed, &crew->lock);
    __atomic_store_n(&loop->member.inside, 1, __ATOMIC_RELAXED);
    return rc == 0;
}

static void become_busy(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    while (crew->is_pausing)
        await_change(loop, NULL);
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

/* Who stands still for a dump is as if it were idle, but has tasks. */
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

static void relax(void)
{
#ifdef __x86_64__
    __builtin_ia32_pause();
#endif
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
    __atomic_store_n(&loop->member.is_awake, waits_for_driver,
                     __ATOMIC_RELAXED);
    bool may_sleep = !has_something(loop) && !loop->member.is_roused;
    loop->sleeping = may_sleep;
    pthread_mutex_unlock(&loop->lock);
    return may_sleep;
}

static void stop_idling(struct pirn__loop *loop)
{
    pirn__crew_lock(loop);
    become_busy(loop);
    pirn__crew_take_in(loop);
    pirn__crew_unlock(loop);
}

/* Until somebody wakes it, or for that long. The load pairs with the exchange
 * in pirn__crew_wake. */
static void sleep_without_driver(struct pirn__loop *loop, int64_t timeout)
{
    while (!__atomic_load_n(&loop->member.is_awake, __ATOMIC_ACQUIRE))
        if (!pirn__futex_wait(&loop->member.is_awake, timeout))
            break;
    __atomic_store_n(&loop->member.is_awake, 1, __ATOMIC_RELAXED);
}

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

/* How long the worker, which has become idle, may sleep: -1 for ever. By a
 * clock that is not real the last one to become so sees to the times of all. */
static int64_t time_to_sleep(struct pirn__loop *loop, int64_t until)
{
    struct pirn__crew *crew = loop->worker.crew;
    bool is_real = pirn__clock_is_real(loop->clock);
    if (crew->idle == crew->count && !is_anything_left(crew)) {
        if (!is_anything_to_come(crew))
            pirn__hooks.dump_stuck(loop);
        if (!is_real && have_all_looked(crew))
            return jump(loop);
    }
    if (!is_real || until == PIRN_NEVER)
        return -1;
    return loop->clock->idle(loop->clock, until);
}

/* Tasks that another worker does not come to. Returns whether there were any;
 * then this worker is idle no more. */
static bool find_work(struct pirn__loop *loop)
{
    if (loop->worker.crew->has_leases && !pirn__crew_has_backlog(loop))
        return false;
    pirn__crew_lock(loop);
    bool has_stolen = pirn__crew_has_backlog(loop) && pirn__crew_steal(loop);
    if (has_stolen) {
        become_busy(loop);
        pirn__crew_take_in(loop);
    }
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
    crew->sleeping--;
    loop->member.is_asleep = false;
}

/* The worker has just become idle: looks for a while whether something comes,
 * or another worker has too much. Returns whether it has found work. */
static bool look_around(struct pirn__loop *loop)
{
    unsigned spin = loop->worker.crew->spin;
    for (unsigned i = 0; i < spin; i++) {
        if (has_something(loop))
            return false;
        pirn__point(loop, PIRN__AT_LOOK);
        relax();
    }
    return spin > 0 && find_work(loop);
}

void pirn__crew_idle(struct pirn__loop *loop, int64_t until)
{
    if (loop->lane)
        pirn__hooks.trace_idle(loop->lane, true);
    pirn__crew_lock(loop);
    become_idle(loop);
    if (!pirn__clock_is_real(loop->clock))
        note_turns(loop);
    int64_t sleep = time_to_sleep(loop, until);
    pirn__crew_unlock(loop);
    bool has_work = find_work(loop);
    if (!has_work && sleep != 0 && loop->member.pause == PIRN__SHORTEST_PAUSE)
        has_work = look_around(loop);
    if (!has_work) {
        if (sleep != 0 && fall_asleep(loop))
            sleep_idle(loop, sleep);
        pirn__io_awake(loop);
    }
    pirn__crew_rested(loop);
    if (loop->lane)
        pirn__hooks.trace_idle(loop->lane, false);
}

/* Standing still ----------------------------------------------------------- */

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
        if (!await_change(loop, &until))
            return false;
    return true;
}

void pirn__crew_resume(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    crew->is_pausing = false;
    pthread_cond_broadcast(&crew->changed);
}

void pirn__crew_look(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    pirn__depot_bring(loop);
    if (!pirn__crew_has_post(loop) && !crew->is_pausing)
        return;
    pirn__crew_lock(loop);
    if (crew->is_pausing) {
        become_idle(loop);
        become_busy(loop);
    }
    pirn__crew_take_in(loop);
    pirn__crew_unlock(loop);
}
