// Locks of every kind, in many orders, cancelled everywhere, and with
// everything that can fail failing, keep out whom they are to keep out and lose
// nothing.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

static int first_error(int a, int b)
{
    return a < 0 ? a : b;
}

/* Mutexes ------------------------------------------------------------------ */

struct guarded {
    struct pirn_mutex mutex;
    int inside, times;
};

static async int enter(struct guarded *g, int times, bool tries)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < times && rc == 0; i++) {
        if (!tries || pirn_mutex_try_lock(&g->mutex) < 0)
            rc = await pirn_mutex_lock(&g->mutex);
        MUST(rc == 0 || rc == -ECANCELED);
        if (rc < 0)
            break;
        MUST(g->inside++ == 0);
        rc = await pirn_yield_now();
        MUST(g->inside-- == 1);
        g->times++;
        pirn_mutex_unlock(&g->mutex);
    }
    alive--;
    return rc;
}

static async int enter_by_a_deadline(struct guarded *g)
{
    int rc;
    scope (s, .timeout = PIRN_MS) {
        rc = await enter(g, 1, false);
    } else {
        return 0;
    }
    return rc;
}

static async int mutexes(void)
{
    struct guarded g = {PIRN_MUTEX_INIT, 0, 0};
    int rc;
    scope (s) {
        task(int) a = spawn enter(&g, 2, false), b = spawn enter(&g, 1, true);
        spawn enter(&g, 1, false);
        rc = first_error(await a, await b);
        rc = first_error(rc, await enter(&g, 1, false));
    }
    MUST(rc < 0 || g.times == 5);
    MUST(pirn_mutex_try_lock(&g.mutex) == 0);
    pirn_mutex_unlock(&g.mutex);
    return rc;
}

/* Held just as long as others wait. */
static async int mutexes_and_deadlines(void)
{
    struct guarded g = {PIRN_MUTEX_INIT, 0, 0};
    int rc = await pirn_mutex_lock(&g.mutex);
    if (rc < 0)
        return rc;
    scope (s) {
        task(int) a = spawn enter_by_a_deadline(&g);
        task(int) b = spawn enter_by_a_deadline(&g);
        rc = await pirn_sleep(PIRN_MS);
        MUST(g.times == 0);
        pirn_mutex_unlock(&g.mutex);
        rc = first_error(rc, await a);
        rc = first_error(rc, await b);
    }
    MUST(pirn_mutex_try_lock(&g.mutex) == 0);
    pirn_mutex_unlock(&g.mutex);
    return rc;
}

/* Readers and writers ------------------------------------------------------ */

struct book {
    struct pirn_rwlock lock;
    int readers, writers;
    int asked, done; /* writers that have asked, and that have written */
    int passed;      /* readers that got past a writer */
};

static async int read_book(struct book *b, bool tries)
{
    int rc = 0;
    alive++;
    int before = b->asked;
    if (!tries || pirn_rwlock_try_rdlock(&b->lock) < 0)
        rc = await pirn_rwlock_rdlock(&b->lock);
    MUST(rc == 0 || rc == -ECANCELED);
    if (rc == 0) {
        b->readers++;
        b->passed += b->done < before;
        MUST(!b->writers);
        rc = await pirn_yield_now();
        MUST(!b->writers);
        b->readers--;
        pirn_rwlock_unlock(&b->lock);
    }
    alive--;
    return rc;
}

static async int write_book(struct book *b, bool tries)
{
    int rc = 0;
    alive++;
    b->asked++;
    if (!tries || pirn_rwlock_try_wrlock(&b->lock) < 0)
        rc = await pirn_rwlock_wrlock(&b->lock);
    MUST(rc == 0 || rc == -ECANCELED);
    if (rc == 0) {
        MUST(!b->writers++ && !b->readers);
        rc = await pirn_yield_now();
        MUST(b->writers-- == 1 && !b->readers);
        b->done++;
        pirn_rwlock_unlock(&b->lock);
    }
    alive--;
    return rc;
}

static async int write_by_a_deadline(struct book *b)
{
    int rc;
    scope (s, .timeout = PIRN_MS) {
        rc = await write_book(b, false);
    } else {
        return 0;
    }
    return rc;
}

static async int rwlocks(void)
{
    struct book b = {.readers = 0};
    int rc = 0;
    scope (s) {
        task(int) t[5] = {spawn read_book(&b, false),
                          spawn write_book(&b, false),
                          spawn read_book(&b, false), spawn read_book(&b, true),
                          spawn write_book(&b, true)};
        for (int i = 0; i < 5; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(rc < 0 || !b.passed || pirn_workers() > 1);
    MUST(pirn_rwlock_try_wrlock(&b.lock) == 0);
    pirn_rwlock_unlock(&b.lock);
    return rc;
}

/* Readers behind a writer that gives up need not wait for it. */
static async int writers_that_give_up(void)
{
    struct book b = {.readers = 0};
    int rc = await pirn_rwlock_rdlock(&b.lock);
    if (rc < 0)
        return rc;
    b.readers++;
    scope (s) {
        task(int) w = spawn write_by_a_deadline(&b);
        rc = await pirn_yield_now();
        task(int) r = spawn read_book(&b, false);
        int all = await r;
        MUST(all < 0 || pirn_now() <= PIRN_MS);
        b.readers--;
        pirn_rwlock_unlock(&b.lock);
        all = first_error(all, await w);
        rc = first_error(rc, all);
    }
    MUST(pirn_rwlock_try_wrlock(&b.lock) == 0);
    pirn_rwlock_unlock(&b.lock);
    return rc;
}

/* Semaphores --------------------------------------------------------------- */

enum { UNITS = 3 };

struct pool {
    struct pirn_semaphore units;
    size_t taken;
    bool is_asked_for_all, all_given;
    int passed; /* that got past who asked for all */
};

static async int use_units(struct pool *p, size_t n)
{
    bool is_behind = p->is_asked_for_all;
    p->is_asked_for_all |= n == UNITS;
    int rc = await pirn_semaphore_acquire(&p->units, n);
    MUST(rc == 0 || rc == -ECANCELED);
    if (rc < 0)
        return rc;
    alive++;
    p->taken += n;
    p->all_given |= n == UNITS;
    p->passed += is_behind && !p->all_given;
    MUST(p->taken <= UNITS);
    rc = await pirn_yield_now();
    if (n > 1) { /* in two pieces */
        p->taken--;
        pirn_semaphore_release(&p->units, 1);
        rc = first_error(rc, await pirn_yield_now());
        n--;
    }
    p->taken -= n;
    pirn_semaphore_release(&p->units, n);
    alive--;
    return rc;
}

static async int use_by_a_deadline(struct pool *p, size_t n)
{
    int rc;
    scope (s, .timeout = PIRN_MS) {
        rc = await use_units(p, n);
    } else {
        return 0;
    }
    return rc;
}

/* All units are there again. */
static void fill_up(struct pool *p)
{
    MUST(p->taken == 0);
    MUST(pirn_semaphore_try_acquire(&p->units, UNITS + 1) == -EAGAIN);
    MUST(pirn_semaphore_try_acquire(&p->units, UNITS) == 0);
}

static async int semaphores(void)
{
    struct pool p = {.units = PIRN_SEMAPHORE_INIT(UNITS)};
    int rc = 0;
    scope (s) {
        task(int) t[4] = {spawn use_units(&p, 2), spawn use_units(&p, 3),
                          spawn use_units(&p, 1), spawn use_units(&p, 2)};
        for (int i = 0; i < 4; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(rc < 0 || !p.passed || pirn_workers() > 1);
    fill_up(&p);
    return rc;
}

static async int hold_one(struct pool *p, int64_t time)
{
    int rc = await pirn_semaphore_acquire(&p->units, 1);
    if (rc < 0)
        return rc;
    p->taken++;
    rc = await pirn_sleep_until(time);
    p->taken--;
    pirn_semaphore_release(&p->units, 1);
    return rc;
}

static async int use_in_time(struct pool *p, int64_t time)
{
    int rc = await pirn_semaphore_acquire(&p->units, 1);
    if (rc < 0)
        return rc;
    MUST(pirn_now() <= time);
    pirn_semaphore_release(&p->units, 1);
    return 0;
}

/* A task that wants all units is in the way, until it gives up or gets them. */
static async int give_up(int64_t hold)
{
    struct pool p = {.units = PIRN_SEMAPHORE_INIT(UNITS)};
    int rc;
    scope (s) {
        task(int) a = spawn hold_one(&p, pirn_now() + hold);
        task(int) b = spawn use_by_a_deadline(&p, UNITS);
        task(int) c = spawn use_in_time(&p, pirn_now() + PIRN_MS);
        rc = first_error(await a, await b);
        rc = first_error(rc, await c);
    }
    fill_up(&p);
    return rc;
}

/* At the very same time, and before the others give up theirs. */
static async int semaphores_and_deadlines(void)
{
    int rc = await give_up(PIRN_MS);
    return rc < 0 ? rc : await give_up(3 * PIRN_MS);
}

/* Conditions --------------------------------------------------------------- */

struct mailbox {
    struct pirn_mutex mutex;
    struct pirn_condition changed;
    int letters, put, taken, inside;
    bool is_closed;
};

/* The mutex is held when the wait has ended, however that was. */
static async int take_letter(struct mailbox *box)
{
    int rc = await pirn_mutex_lock(&box->mutex);
    if (rc < 0)
        return rc;
    alive++;
    MUST(box->inside++ == 0);
    while (rc == 0 && box->letters == 0 && !box->is_closed) {
        box->inside--;
        rc = await pirn_condition_wait(&box->changed, &box->mutex);
        MUST(box->inside++ == 0);
        MUST(pirn_mutex_try_lock(&box->mutex) == -EAGAIN);
        MUST(rc == 0 || rc == -ECANCELED);
    }
    if (rc == 0 && box->letters) {
        box->letters--;
        box->taken++;
    }
    box->inside--;
    pirn_mutex_unlock(&box->mutex);
    alive--;
    return rc;
}

static async int put_letters(struct mailbox *box, int count)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < count && rc == 0; i++) {
        rc = await pirn_mutex_lock(&box->mutex);
        if (rc < 0)
            break;
        MUST(box->inside++ == 0);
        rc = await pirn_yield_now();
        box->letters++;
        box->put++;
        pirn_condition_signal(&box->changed);
        MUST(box->inside-- == 1);
        pirn_mutex_unlock(&box->mutex);
    }
    alive--;
    return rc;
}

/* Cancelled or not, as nobody else would wake those who wait. */
static async int close_box(struct mailbox *box)
{
    int rc;
    scope (s, .shield = true) {
        rc = await pirn_mutex_lock(&box->mutex);
        if (rc == 0) {
            MUST(box->inside++ == 0);
            box->is_closed = true;
            pirn_condition_broadcast(&box->changed);
            rc = await pirn_yield_now();
            MUST(box->inside-- == 1);
            pirn_mutex_unlock(&box->mutex);
        }
    }
    box->is_closed = true; /* the shield itself may have been cancelled */
    pirn_condition_broadcast(&box->changed);
    return rc;
}

static async int take_by_a_deadline(struct mailbox *box)
{
    int rc;
    scope (s, .timeout = PIRN_MS) {
        rc = await take_letter(box);
    } else {
        return 0;
    }
    return rc;
}

/* A signal is not lost to one who is cancelled: two letters, two takers that
 * stay, and one that may give up. */
static async int conditions(void)
{
    struct mailbox box = {PIRN_MUTEX_INIT, PIRN_CONDITION_INIT, 0, 0, 0, 0,
                          false};
    int rc;
    scope (s) {
        task(int) a = spawn take_letter(&box);
        task(int) b = spawn take_by_a_deadline(&box);
        task(int) c = spawn take_letter(&box);
        task(int) d = spawn put_letters(&box, 3);
        rc = first_error(await d, await close_box(&box));
        rc = first_error(rc, await a);
        rc = first_error(rc, await b);
        rc = first_error(rc, await c);
    }
    MUST(box.put == box.taken + box.letters);
    MUST(rc < 0 || box.letters == 0);
    MUST(pirn_mutex_try_lock(&box.mutex) == 0);
    pirn_mutex_unlock(&box.mutex);
    return rc;
}

/* The signal, the deadline, and the mutex, at the same time: one letter, and
 * who stays gets it if the other gives up. */
static async int put_at_the_deadline(struct mailbox *box)
{
    int rc = await pirn_sleep(PIRN_MS);
    return first_error(rc, await put_letters(box, 1));
}

static async int signals_and_deadlines(void)
{
    struct mailbox box = {PIRN_MUTEX_INIT, PIRN_CONDITION_INIT, 0, 0, 0, 0,
                          false};
    int rc, late;
    scope (s) {
        task(int) a = spawn take_by_a_deadline(&box);
        task(int) b = spawn take_letter(&box);
        task(int) c = spawn put_at_the_deadline(&box);
        rc = await c;
        late = await pirn_sleep(PIRN_MS);
        MUST(rc < 0 || late < 0 || pirn_is_cancelled() || box.taken <= 1);
        rc = first_error(rc, await close_box(&box));
        rc = first_error(rc, await a);
        rc = first_error(rc, await b);
        rc = first_error(rc, late);
    }
    MUST(box.put == box.taken + box.letters);
    MUST(rc < 0 || box.letters == 0);
    return rc;
}

/* Events, wait groups, once ------------------------------------------------ */

struct start {
    struct pirn_event event;
    struct pirn_wait_group group;
    int ready, gone;
    bool is_set;
};

static async int wait_for_start(struct start *start)
{
    alive++;
    start->ready++;
    pirn_wait_group_done(&start->group);
    int rc = await pirn_event_wait(&start->event);
    MUST(rc == -ECANCELED || (rc == 0 && start->is_set));
    start->gone += rc == 0;
    alive--;
    return rc;
}

static async int events_and_groups(void)
{
    struct start start = {.event = PIRN_EVENT_INIT};
    int rc, all = 0;
    scope (s) {
        task(int) t[3];
        pirn_wait_group_add(&start.group, 3);
        for (int i = 0; i < 3; i++)
            t[i] = spawn wait_for_start(&start);
        rc = await pirn_wait_group_wait(&start.group);
        MUST(rc == -ECANCELED || (rc == 0 && start.ready == 3));
        start.is_set = true;
        pirn_event_set(&start.event);
        /* Those who have waited go on; but on another worker one may be done
         * with the group, and not wait yet. */
        pirn_event_clear(&start.event);
        if (rc < 0 || pirn_workers() > 1) /* and those who have not come yet */
            pirn_event_set(&start.event);
        for (int i = 0; i < 3; i++)
            all = first_error(all, await t[i]);
        rc = first_error(rc, all);
    }
    MUST(rc < 0 || start.gone == 3);
    return rc;
}

struct singleton {
    struct pirn_once once;
    int running, tries, done;
};

static async int make(void *arg)
{
    struct singleton *it = arg;
    MUST(it->running++ == 0 && it->done == 0);
    bool is_first = it->tries++ == 0;
    int rc = await pirn_sleep(PIRN_MS);
    MUST(it->running-- == 1);
    if (rc < 0)
        return rc;
    if (is_first)
        return -EIO;
    it->done++;
    return 42;
}

static async int use_singleton(struct singleton *it)
{
    alive++;
    int rc = await pirn_once(&it->once, make, it);
    MUST(rc == -EIO || rc == -ECANCELED || (rc == 42 && it->done == 1));
    alive--;
    return rc;
}

static async int use_singleton_by_a_deadline(struct singleton *it)
{
    int rc;
    scope (s, .timeout = PIRN_MS) {
        rc = await use_singleton(it);
    } else {
        return 0;
    }
    return rc;
}

static async int onces(void)
{
    struct singleton it = {.done = 0};
    int rc = 0, failures = 0, results = 0;
    scope (s) {
        task(int) late = spawn use_singleton_by_a_deadline(&it);
        task(int) t[3];
        for (int i = 0; i < 3; i++)
            t[i] = spawn use_singleton(&it);
        for (int i = 0; i < 3; i++) {
            int each = await t[i];
            failures += each == -EIO;
            results += each == 42;
            if (each < 0 && each != -EIO)
                rc = each;
        }
        int other = await late;
        failures += other == -EIO;
        if (other < 0 && other != -EIO)
            rc = other;
    }
    MUST(it.running == 0 && it.done <= 1 && failures <= 1);
    MUST(results == 0 || it.done == 1);
    return rc < 0 ? rc : results >= 2 ? 0 : failures ? -EIO : 1;
}

/* Spawned, operations have frames of their own. */
static async int locks_of_tasks(void)
{
    struct pirn_mutex never = PIRN_MUTEX_INIT;
    struct pirn_semaphore units = PIRN_SEMAPHORE_INIT(0);
    struct pirn_rwlock lock = PIRN_RWLOCK_INIT;
    struct pirn_event event = PIRN_EVENT_INIT;
    struct pirn_wait_group group = PIRN_WAIT_GROUP_INIT;
    int rc = await pirn_mutex_lock(&never), got[5];
    if (rc < 0)
        return rc;
    pirn_wait_group_add(&group, 1);
    scope (s) {
        task(int) a = spawn pirn_semaphore_acquire(&units, 1);
        task(int) b = spawn pirn_rwlock_rdlock(&lock);
        task(int) c = spawn pirn_event_wait(&event);
        task(int) d = spawn pirn_wait_group_wait(&group);
        task(int) e = spawn pirn_semaphore_acquire(&units, 2);
        rc = await pirn_yield_now();
        pirn_event_set(&event);
        pirn_wait_group_done(&group);
        pirn_semaphore_release(&units, 3);
        got[0] = await a;
        got[1] = await b;
        got[2] = await c;
        got[3] = await d;
        got[4] = await e;
    }
    if (got[1] == 0)
        pirn_rwlock_unlock(&lock);
    MUST(pirn_rwlock_try_wrlock(&lock) == 0);
    pirn_rwlock_unlock(&lock);
    pirn_mutex_unlock(&never);
    for (int i = 0; i < 5; i++)
        rc = first_error(rc, got[i]);
    MUST(rc < 0 || pirn_semaphore_try_acquire(&units, 1) == -EAGAIN);
    return rc;
}

static const struct scenario scenarios[] = {
    {"mutexes", mutexes, 0},
    // expect: mutexes: ok
    {"mutexes and deadlines", mutexes_and_deadlines, 0},
    // expect: mutexes and deadlines: ok
    {"rwlocks", rwlocks, 0},
    // expect: rwlocks: ok
    {"writers that give up", writers_that_give_up, 0},
    // expect: writers that give up: ok
    {"semaphores", semaphores, 0},
    // expect: semaphores: ok
    {"semaphores and deadlines", semaphores_and_deadlines, 0},
    // expect: semaphores and deadlines: ok
    {"conditions", conditions, 0},
    // expect: conditions: ok
    {"signals and deadlines", signals_and_deadlines, 0},
    // expect: signals and deadlines: ok
    {"events and groups", events_and_groups, 0},
    // expect: events and groups: ok
    {"onces", onces, 0},
    // expect: onces: ok
    {"locks of tasks", locks_of_tasks, 0},
    // expect: locks of tasks: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
