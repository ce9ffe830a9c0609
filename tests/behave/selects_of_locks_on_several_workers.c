// Selects of locks, events, conditions and the like, by tasks of several
// workers: a lock is held by one task, no unit is lost or doubled, and all go on.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { TASKS = 5, ROUNDS = 25, UNITS = 3 };

static struct pirn_mutex mutexes[2];
static struct pirn_rwlock lock;
static struct pirn_semaphore units;
static struct pirn_event event;
static struct pirn_wait_group group;
static struct pirn_condition changed;
static struct pirn_barrier barrier;
static long inside[2], writers, readers, taken;

static async void use_mutex(int i, unsigned *seed)
{
    MUST(inside[i]++ == 0);
    await wander(seed);
    MUST(inside[i]-- == 1);
    pirn_mutex_unlock(&mutexes[i]);
}

static async void use_lock(bool writes, unsigned *seed)
{
    long *count = writes ? &writers : &readers;
    add(count, 1);
    MUST(__atomic_load_n(&writers, __ATOMIC_RELAXED) == writes);
    MUST(!writes || __atomic_load_n(&readers, __ATOMIC_RELAXED) == 0);
    await wander(seed);
    add(count, -1);
    pirn_rwlock_unlock(&lock);
}

static async void use_units(size_t n, unsigned *seed)
{
    add(&taken, (long)n);
    MUST(__atomic_load_n(&taken, __ATOMIC_RELAXED) <= UNITS);
    await wander(seed);
    add(&taken, -(long)n);
    pirn_semaphore_release(&units, n);
}

static async void take_anything(unsigned seed)
{
    for (int round = 0; round < ROUNDS; round++) {
        bool is_fair = next(&seed) % 2;
        size_t n = 1 + next(&seed) % UNITS;
        struct pirn_clause clauses[] = {
            PIRN_MUTEX_LOCK(&mutexes[0]),      PIRN_MUTEX_LOCK(&mutexes[1]),
            PIRN_RWLOCK_RDLOCK(&lock),         PIRN_RWLOCK_WRLOCK(&lock),
            PIRN_SEMAPHORE_ACQUIRE(&units, n), PIRN_EVENT_WAIT(&event),
            PIRN_WAIT_GROUP_WAIT(&group),      PIRN_AFTER(moment(&seed)),
        };
        int from = (int)(next(&seed) % 6), count = 8 - from, i = -ECANCELED;
        scope (s, .timeout = moment(&seed))
            i = is_fair ? await pirn_select_fair_from(clauses + from, count)
                        : await pirn_select_from(clauses + from, count);
        MUST(i == -ECANCELED || (i >= 0 && i < count));
        if (i < 0)
            continue;
        i += from;
        if (i < 2)
            await use_mutex(i, &seed);
        else if (i < 4)
            await use_lock(i == 3, &seed);
        else if (i == 4)
            await use_units(n, &seed);
        await wander(&seed);
    }
}

/* With the first mutex, which is held again whatever comes of it. */
static async void wait_for_change(unsigned seed)
{
    for (int round = 0; round < ROUNDS; round++) {
        int i = await pirn_select(PIRN_MUTEX_LOCK(&mutexes[0]),
                                  PIRN_AFTER(moment(&seed)));
        if (i == 0) {
            MUST(inside[0]++ == 0);
            MUST(inside[0]-- == 1);
            scope (s, .timeout = moment(&seed))
                i = await pirn_select(PIRN_CONDITION_WAIT(&changed, mutexes),
                                      PIRN_EVENT_WAIT(&event),
                                      PIRN_SEMAPHORE_ACQUIRE(&units, 1),
                                      PIRN_AFTER(moment(&seed)));
            MUST(inside[0]++ == 0);
            await wander(&seed);
            MUST(inside[0]-- == 1);
            pirn_condition_signal(&changed);
            pirn_mutex_unlock(&mutexes[0]);
            if (i == 2)
                await use_units(1, &seed);
        }
        await wander(&seed);
    }
}

/* Three come, or give up: those of a round who met are a multiple of three. */
static long met;

static async void come_together(unsigned seed)
{
    for (int round = 0; round < ROUNDS; round++) {
        int rc = 7;
        scope (s, .timeout = moment(&seed)) {
            int i = await pirn_select(PIRN_BARRIER_WAIT(&barrier, &rc),
                                      PIRN_EVENT_WAIT(&event),
                                      PIRN_AFTER(moment(&seed)));
            MUST((i == 0) == (rc != 7));
        }
        add(&met, rc != 7);
        await wander(&seed);
    }
}

static async int end_soon(unsigned seed)
{
    await wander(&seed);
    return 3;
}

/* Of a scope whose tasks are on other workers. */
static async void wait_for_all(unsigned seed)
{
    for (int round = 0; round < ROUNDS; round++)
        scope (s) {
            long ended = 0;
            task(int) t[3];
            for (int i = 0; i < 3; i++)
                t[i] = spawn_on(next(&seed)) end_soon(next(&seed));
            while (await pirn_select(PIRN_ALL(s), PIRN_EVENT_WAIT(&event),
                                     PIRN_AFTER(moment(&seed))) != 0)
                await wander(&seed);
            for (int i = 0; i < 3; i++)
                ended += await t[i];
            MUST(ended == 9);
        }
}

/* The same things, one at a time. */
static async void take_one(unsigned seed)
{
    for (int round = 0; round < ROUNDS; round++) {
        unsigned what = next(&seed) % 5;
        int i = (int)(next(&seed) % 2);
        size_t n = 1 + next(&seed) % UNITS;
        if (what == 0 && await pirn_mutex_lock(&mutexes[i]) == 0)
            await use_mutex(i, &seed);
        else if (what == 1 && await pirn_rwlock_wrlock(&lock) == 0)
            await use_lock(true, &seed);
        else if (what == 2 && await pirn_semaphore_acquire(&units, n) == 0)
            await use_units(n, &seed);
        pirn_wait_group_add(&group, 1);
        await wander(&seed);
        pirn_event_set(&event);
        if (what < 4)
            pirn_event_clear(&event);
        pirn_wait_group_done(&group);
    }
}

static async void round_of(unsigned seed)
{
    mutexes[0] = mutexes[1] = (struct pirn_mutex)PIRN_MUTEX_INIT;
    lock = (struct pirn_rwlock)PIRN_RWLOCK_INIT;
    units = (struct pirn_semaphore)PIRN_SEMAPHORE_INIT(UNITS);
    event = (struct pirn_event)PIRN_EVENT_INIT;
    group = (struct pirn_wait_group)PIRN_WAIT_GROUP_INIT;
    changed = (struct pirn_condition)PIRN_CONDITION_INIT;
    barrier = (struct pirn_barrier)PIRN_BARRIER_INIT(3);
    met = inside[0] = inside[1] = writers = readers = taken = 0;
    scope (s) {
        for (int i = 0; i < TASKS; i++) {
            spawn take_anything(next(&seed));
            spawn_on(next(&seed)) take_one(next(&seed));
            spawn_on(next(&seed)) wait_for_change(next(&seed));
            spawn_on(next(&seed)) come_together(next(&seed));
            spawn_on(next(&seed)) wait_for_all(next(&seed));
        }
    }
    MUST(met % 3 == 0);
    MUST(barrier.arrived == 0);
    MUST(pirn_mutex_try_lock(&mutexes[0]) == 0);
    MUST(pirn_mutex_try_lock(&mutexes[1]) == 0);
    MUST(pirn_rwlock_try_wrlock(&lock) == 0);
    MUST(pirn_semaphore_try_acquire(&units, UNITS) == 0);
    MUST(pirn_semaphore_try_acquire(&units, 1) == -EAGAIN);
}
