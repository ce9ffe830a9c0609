// A mutex, and an rwlock that is held for writing, keep out the tasks of all
// workers, however tasks come to hold them and however often they wait in vain.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { TASKS = 5, ROUNDS = 20 };

static struct pair {
    long first, second; /* are equal while nobody holds the lock */
} of_mutex, of_rwlock;

static struct pirn_mutex mutex;
static struct pirn_rwlock rwlock;
static long changes, writes;

static async void change(struct pair *pair, unsigned *seed)
{
    MUST(pair->first == pair->second);
    pair->first++;
    await wander(seed);
    pair->second++;
}

static async int lock(unsigned *seed)
{
    int rc = -ECANCELED;
    switch (next(seed) % 3) {
    case 0:
        return pirn_mutex_try_lock(&mutex);
    case 1:
        scope (s, .timeout = moment(seed))
            rc = await pirn_mutex_lock(&mutex);
        return rc;
    }
    return await pirn_mutex_lock(&mutex);
}

static async void use_mutex(unsigned seed)
{
    for (int i = 0; i < ROUNDS; i++) {
        if (await lock(&seed) == 0) {
            await change(&of_mutex, &seed);
            pirn_mutex_unlock(&mutex);
            add(&changes, 1);
        }
        await wander(&seed);
    }
}

static async int write_lock(unsigned *seed)
{
    int rc = -ECANCELED;
    switch (next(seed) % 3) {
    case 0:
        return pirn_rwlock_try_wrlock(&rwlock);
    case 1:
        scope (s, .timeout = moment(seed))
            rc = await pirn_rwlock_wrlock(&rwlock);
        return rc;
    }
    return await pirn_rwlock_wrlock(&rwlock);
}

static async int read_lock(unsigned *seed)
{
    int rc = -ECANCELED;
    switch (next(seed) % 3) {
    case 0:
        return pirn_rwlock_try_rdlock(&rwlock);
    case 1:
        scope (s, .timeout = moment(seed))
            rc = await pirn_rwlock_rdlock(&rwlock);
        return rc;
    }
    return await pirn_rwlock_rdlock(&rwlock);
}

static async void use_rwlock(unsigned seed)
{
    for (int i = 0; i < ROUNDS; i++) {
        if (next(&seed) % 3 == 0) {
            if (await write_lock(&seed) == 0) {
                await change(&of_rwlock, &seed);
                pirn_rwlock_unlock(&rwlock);
                add(&writes, 1);
            }
        } else if (await read_lock(&seed) == 0) {
            long seen = of_rwlock.first;
            await wander(&seed);
            MUST(of_rwlock.first == seen && of_rwlock.second == seen);
            pirn_rwlock_unlock(&rwlock);
        }
        await wander(&seed);
    }
}

static async void round_of(unsigned seed)
{
    of_mutex = of_rwlock = (struct pair){0, 0};
    changes = writes = 0;
    scope (all) {
        scope (s) {
            for (int i = 0; i < TASKS; i++) {
                spawn_in(all) use_mutex(next(&seed));
                spawn_in(all) use_rwlock(next(&seed));
                spawn_on(next(&seed)) use_mutex(next(&seed));
                spawn_on(next(&seed)) use_rwlock(next(&seed));
            }
            await pirn_sleep(moment(&seed));
            pirn_scope_cancel(s);
        }
    }
    MUST(of_mutex.first == changes && of_mutex.second == changes);
    MUST(of_rwlock.first == writes && of_rwlock.second == writes);
    MUST(pirn_mutex_try_lock(&mutex) == 0);
    pirn_mutex_unlock(&mutex);
    MUST(pirn_rwlock_try_wrlock(&rwlock) == 0);
    pirn_rwlock_unlock(&rwlock);
}
