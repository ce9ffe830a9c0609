// In a cancelled scope nothing is taken, even if it is free, while what
// releases still happens, and so does what never waits.
// asan
// threads: any order, tsan
// workers: any
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async int never(void *arg)
{
    printf("never %p\n", arg);
    return 0;
}

static async int seven(void *arg)
{
    (void)arg;
    return 7;
}

async int main(void)
{
    struct pirn_mutex m = PIRN_MUTEX_INIT, held = PIRN_MUTEX_INIT;
    struct pirn_rwlock l = PIRN_RWLOCK_INIT, read = {0}, written = {0};
    struct pirn_semaphore units = PIRN_SEMAPHORE_INIT(3);
    struct pirn_condition c = PIRN_CONDITION_INIT;
    struct pirn_event e = PIRN_EVENT_INIT;
    struct pirn_once o = PIRN_ONCE_INIT, done = {0};
    struct pirn_wait_group g = PIRN_WAIT_GROUP_INIT;
    int n = 0;

    await pirn_mutex_lock(&held);
    await pirn_rwlock_rdlock(&read);
    await pirn_rwlock_wrlock(&written);
    pirn_event_set(&e);
    printf("%d\n", await pirn_once(&done, seven, NULL)); // expect: 7
    scope (s) {
        pirn_scope_cancel(s);
        n += await pirn_mutex_lock(&m) == -ECANCELED;
        n += await pirn_rwlock_rdlock(&l) == -ECANCELED;
        n += await pirn_rwlock_wrlock(&l) == -ECANCELED;
        n += await pirn_semaphore_acquire(&units, 1) == -ECANCELED;
        n += await pirn_condition_wait(&c, &held) == -ECANCELED;
        n += await pirn_event_wait(&e) == -ECANCELED;
        n += await pirn_once(&o, never, &o) == -ECANCELED;
        n += await pirn_once(&done, never, &o) == -ECANCELED;
        n += await pirn_wait_group_wait(&g) == -ECANCELED;
        task(int) t = spawn pirn_mutex_lock(&m);
        task(int) u = spawn pirn_semaphore_acquire(&units, 1);
        task(int) v = spawn pirn_once(&o, never, &o);
        task(int) x = spawn pirn_event_wait(&e);
        n += await t == -ECANCELED;
        n += await u == -ECANCELED;
        n += await v == -ECANCELED;
        n += await x == -ECANCELED;
        printf("%d refused\n", n); // expect: 13 refused
        pirn_mutex_unlock(&held);
        pirn_rwlock_unlock(&read);
        pirn_rwlock_unlock(&written);
        pirn_semaphore_release(&units, 2);
        pirn_event_clear(&e);
        pirn_wait_group_add(&g, 2);
        pirn_wait_group_done(&g);
        printf("%d%d%d%d%d\n", pirn_mutex_try_lock(&m),
               pirn_mutex_try_lock(&held), pirn_rwlock_try_rdlock(&l),
               pirn_rwlock_try_wrlock(&read),
               pirn_semaphore_try_acquire(&units, 4)); // expect: 00000
    }
    printf("%zu %d %zu\n", units.count, pirn_event_is_set(&e),
           g.count); // expect: 1 0 1
    return 0;
}
