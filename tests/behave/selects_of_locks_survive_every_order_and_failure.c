// Selects of locks, events, wait groups and the like, in many orders, cancelled
// everywhere, and with everything that can fail failing, take what one clause
// waits for, and nothing else.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

static int first_error(int a, int b)
{
    return a < 0 ? a : b;
}

/* Two mutexes ------------------------------------------------------------- */

struct pair {
    struct pirn_mutex mutexes[2];
    int inside[2];
};

static async int use(struct pair *p, int i)
{
    MUST(p->inside[i]++ == 0);
    int rc = await pirn_yield_now();
    MUST(p->inside[i]-- == 1);
    pirn_mutex_unlock(&p->mutexes[i]);
    return rc;
}

static async int lock_either(struct pair *p, int first)
{
    int i = await pirn_select(PIRN_MUTEX_LOCK(&p->mutexes[first]),
                              PIRN_MUTEX_LOCK(&p->mutexes[!first]));
    MUST(i == -ECANCELED || i == 0 || i == 1);
    return i < 0 ? i : await use(p, i ? !first : first);
}

static async int lock_both(struct pair *p)
{
    int rc = await pirn_mutex_lock(&p->mutexes[0]);
    if (rc < 0)
        return rc;
    rc = await pirn_mutex_lock(&p->mutexes[1]);
    if (rc == 0)
        rc = await use(p, 1);
    return first_error(await use(p, 0), rc);
}

static async int mutexes(void)
{
    struct pair p = {.inside = {0, 0}};
    int rc = 0;
    scope (s) {
        task(int) t[4] = {spawn lock_both(&p), spawn lock_either(&p, 0),
                          spawn lock_either(&p, 1), spawn lock_either(&p, 0)};
        for (int i = 0; i < 4; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(pirn_mutex_try_lock(&p.mutexes[0]) == 0);
    MUST(pirn_mutex_try_lock(&p.mutexes[1]) == 0);
    return rc;
}

/* Units, and the times when they may come ---------------------------------- */

enum { UNITS = 3 };

struct pool {
    struct pirn_semaphore a, b;
    size_t taken[2];
};

static async int use_units(struct pool *p, int which, size_t n)
{
    p->taken[which] += n;
    MUST(p->taken[which] <= UNITS);
    int rc = await pirn_yield_now();
    p->taken[which] -= n;
    pirn_semaphore_release(which ? &p->b : &p->a, n);
    return rc;
}

static async int acquire_either(struct pool *p, size_t from_a, size_t from_b,
                                int64_t limit)
{
    int i = await pirn_select(PIRN_SEMAPHORE_ACQUIRE(&p->a, from_a),
                              PIRN_SEMAPHORE_ACQUIRE(&p->b, from_b),
                              PIRN_AFTER(limit));
    MUST(i >= 0 || i == -ECANCELED);
    return i < 0 || i == 2 ? first_error(i, 0)
                           : await use_units(p, i, i ? from_b : from_a);
}

static async int hold_all(struct pool *p, int which, int64_t ns)
{
    struct pirn_semaphore *s = which ? &p->b : &p->a;
    int rc = await pirn_semaphore_acquire(s, UNITS);
    if (rc < 0)
        return rc;
    rc = await pirn_sleep(ns);
    return first_error(await use_units(p, which, UNITS), rc);
}

/* Those who want many are in the way of those who want few, in one queue or in
 * the other, until they have it from elsewhere or give up. */
static async int semaphores(void)
{
    struct pool p = {
        PIRN_SEMAPHORE_INIT(UNITS), PIRN_SEMAPHORE_INIT(UNITS), {0, 0}};
    int rc = 0;
    scope (s) {
        task(int) t[6] = {spawn hold_all(&p, 0, PIRN_MS),
                          spawn hold_all(&p, 1, 2 * PIRN_MS),
                          spawn acquire_either(&p, 3, 2, PIRN_MS),
                          spawn acquire_either(&p, 1, 3, 3 * PIRN_MS),
                          spawn acquire_either(&p, 2, 1, 2 * PIRN_MS),
                          spawn acquire_either(&p, 1, 1, PIRN_NEVER)};
        for (int i = 0; i < 6; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(pirn_semaphore_try_acquire(&p.a, UNITS) == 0);
    MUST(pirn_semaphore_try_acquire(&p.b, UNITS) == 0);
    MUST(pirn_semaphore_try_acquire(&p.a, 1) == -EAGAIN);
    MUST(pirn_semaphore_try_acquire(&p.b, 1) == -EAGAIN);
    return rc;
}

/* Readers and writers ------------------------------------------------------ */

struct book {
    struct pirn_rwlock lock;
    int readers, writers;
};

static async int open_book(struct book *b, bool writes, int64_t limit)
{
    int i = await pirn_select(writes ? PIRN_RWLOCK_WRLOCK(&b->lock)
                                     : PIRN_RWLOCK_RDLOCK(&b->lock),
                              PIRN_AFTER(limit));
    MUST(i == 0 || i == 1 || i == -ECANCELED);
    if (i != 0)
        return first_error(i, 0);
    int *count = writes ? &b->writers : &b->readers;
    ++*count;
    MUST(b->writers == writes && (!writes || !b->readers));
    int rc = await pirn_sleep(PIRN_MS);
    MUST(b->writers == writes && (!writes || !b->readers));
    --*count;
    pirn_rwlock_unlock(&b->lock);
    return rc;
}

static async int rwlocks(void)
{
    struct book b = {.readers = 0};
    int rc = 0;
    scope (s) {
        task(int) t[5] = {spawn open_book(&b, false, PIRN_NEVER),
                          spawn open_book(&b, true, PIRN_MS),
                          spawn open_book(&b, false, 2 * PIRN_MS),
                          spawn open_book(&b, true, 2 * PIRN_MS),
                          spawn open_book(&b, false, PIRN_NEVER)};
        for (int i = 0; i < 5; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(pirn_rwlock_try_wrlock(&b.lock) == 0);
    return rc;
}

/* Events and groups, and selects that meet --------------------------------- */

struct meeting {
    struct pirn_event event;
    struct pirn_wait_group group;
    chan(int) c;
    int sent, got;
};

static async int meet(struct meeting *m, bool sends)
{
    int n = 7;
    int i = await pirn_select(
        PIRN_EVENT_WAIT(&m->event), PIRN_WAIT_GROUP_WAIT(&m->group),
        sends ? PIRN_SEND(m->c, &n) : PIRN_RECV(m->c, &n));
    MUST(i == -ECANCELED || (i >= 0 && i <= 2));
    MUST(n == 7);
    if (i == 2)
        ++*(sends ? &m->sent : &m->got);
    pirn_event_set(&m->event);
    return first_error(i, 0);
}

static async int end_it(struct meeting *m, int64_t ns)
{
    int rc = await pirn_sleep(ns);
    pirn_wait_group_done(&m->group);
    return rc;
}

static async int meetings(void)
{
    struct meeting m = {.c = pirn_chan_try_new(int, 0)};
    int rc = 0;
    if (!m.c)
        return -ENOMEM;
    pirn_wait_group_add(&m.group, 1);
    scope (s) {
        task(int) t[4] = {spawn meet(&m, true), spawn meet(&m, false),
                          spawn meet(&m, true), spawn end_it(&m, 0)};
        for (int i = 0; i < 4; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(m.sent == m.got);
    pirn_chan_free(m.c);
    return rc;
}

static const struct scenario scenarios[] = {
    {"mutexes", mutexes, 0},
    // expect: mutexes: ok
    {"semaphores", semaphores, 0},
    // expect: semaphores: ok
    {"rwlocks", rwlocks, 0},
    // expect: rwlocks: ok
    {"meetings", meetings, 0},
    // expect: meetings: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
