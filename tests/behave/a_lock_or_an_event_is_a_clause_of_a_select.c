// Mutexes, rwlocks, semaphores, events and wait groups are clauses of a select:
// ready at once, later, or not in time; and what a clause does not get is left
// to those behind it.
// env: PIRN_CLOCK=virtual
// asan
// valgrind
#include <pirn.h>
#include <stdio.h>

static struct pirn_mutex mutex;
static struct pirn_rwlock lock;
static struct pirn_semaphore units;
static struct pirn_event event;
static struct pirn_wait_group group;

/* Anything but the mutex. */
static async int any(int64_t ns)
{
    return await pirn_select(
        PIRN_RWLOCK_WRLOCK(&lock), PIRN_SEMAPHORE_ACQUIRE(&units, 2),
        PIRN_EVENT_WAIT(&event), PIRN_WAIT_GROUP_WAIT(&group), PIRN_AFTER(ns));
}

/* The first that is there, which the select takes. */
static async void at_once(void)
{
    pirn_semaphore_release(&units, 3);
    printf("%d", await any(0));
    printf(" %d", pirn_rwlock_try_rdlock(&lock) == -EAGAIN);
    pirn_rwlock_unlock(&lock);
    printf(" %d\n", pirn_rwlock_try_rdlock(&lock)); // expect: 0 1 0
    printf("%d", await any(0));
    printf(" %d", pirn_semaphore_try_acquire(&units, 2) == -EAGAIN);
    printf(" %d\n", pirn_semaphore_try_acquire(&units, 1)); // expect: 1 1 0
    pirn_event_set(&event);
    printf("%d %d\n", await any(0), await any(0)); // expect: 2 2
    pirn_event_clear(&event);
    printf("%d\n", await any(0)); // expect: 3
    pirn_wait_group_add(&group, 1);
    printf("%d\n", await any(0)); // expect: 4
}

static async void put_in_order(int *log)
{
    int i = await any(PIRN_NEVER);
    *log = *log * 10 + i;
    if (i == 0)
        pirn_rwlock_unlock(&lock);
}

/* Nothing is there: each of the five is told apart. */
static async void later(void)
{
    int log = 0;
    scope (s) {
        for (int i = 0; i < 3; i++)
            spawn put_in_order(&log);
        await pirn_sleep(PIRN_MS);
        pirn_semaphore_release(&units, 3); /* for one of them */
        await pirn_sleep(PIRN_MS);
        printf("%d %d\n", log, (int)units.count); // expect: 1 1
        pirn_rwlock_unlock(&lock); /* for one, and then for the other */
        await pirn_sleep(PIRN_MS);
        printf("%d\n", log);                           // expect: 100
        printf("%d\n", pirn_rwlock_try_rdlock(&lock)); // expect: 0
        log = 9;
        spawn put_in_order(&log);
        spawn put_in_order(&log);
        await pirn_sleep(PIRN_MS);
        pirn_event_set(&event);
        pirn_event_clear(&event);
        await pirn_sleep(PIRN_MS);
        printf("%d\n", log); // expect: 922
        spawn put_in_order(&log);
        await pirn_sleep(PIRN_MS);
        pirn_wait_group_done(&group);
        pirn_wait_group_add(&group, 1);
        await pirn_sleep(PIRN_MS);
        printf("%d\n", log); // expect: 9223
    }
}

static async void hold(int64_t ns)
{
    await pirn_mutex_lock(&mutex);
    await pirn_sleep(ns);
    pirn_mutex_unlock(&mutex);
}

static async int lock_within(int64_t ns)
{
    int i = await pirn_select(PIRN_MUTEX_LOCK(&mutex), PIRN_AFTER(ns));
    if (i == 0) {
        await pirn_sleep(PIRN_MS);
        pirn_mutex_unlock(&mutex);
    }
    return i;
}

/* Who gives up is passed over; the others come in their order. */
static async void with_a_time_limit(void)
{
    int begin = (int)(pirn_now() / PIRN_MS);
    scope (s) {
        spawn hold(10 * PIRN_MS);
        task(int) a = spawn lock_within(5 * PIRN_MS);
        task(int) b = spawn lock_within(15 * PIRN_MS);
        task(int) c = spawn lock_within(PIRN_NEVER);
        printf("%d", await a);
        printf(" %d", await b);
        printf(" %d", await c);
        printf(" %d\n", (int)(pirn_now() / PIRN_MS) - begin);
        // expect: 1 0 0 12
    }
}

static async int acquire(size_t n)
{
    int rc = await pirn_semaphore_acquire(&units, n);
    return rc < 0 ? rc : (int)(pirn_now() / PIRN_MS);
}

static async int write_within(int64_t ns)
{
    return await pirn_select(PIRN_RWLOCK_WRLOCK(&lock), PIRN_AFTER(ns));
}

static async int read_behind(void)
{
    int rc = await pirn_rwlock_rdlock(&lock);
    if (rc == 0)
        pirn_rwlock_unlock(&lock);
    return rc < 0 ? rc : (int)(pirn_now() / PIRN_MS);
}

/* A clause that asks for too much is in the way of others only as long as it
 * waits, whether another clause is done or its scope is cancelled. */
static async void in_the_way(void)
{
    int begin = (int)(pirn_now() / PIRN_MS);
    scope (s) { /* of one unit */
        spawn any(2 * PIRN_MS);
        task(int) b = spawn acquire(1), c = spawn acquire(0);
        printf("%d", await b - begin);
        printf(" %d\n", await c - begin); // expect: 2 2
    }
    begin = (int)(pirn_now() / PIRN_MS);
    scope (s) { /* of the lock, which we read */
        task(int) a = spawn write_within(3 * PIRN_MS);
        task(int) b = spawn read_behind();
        printf("%d", await b - begin);
        printf(" %d\n", await a); // expect: 3 1
        scope (t) {
            a = spawn write_within(PIRN_NEVER);
            b = spawn_in(s) read_behind();
            await pirn_sleep(PIRN_MS);
            pirn_scope_cancel(t);
        }
        printf("%d", await b - begin); // expect: 4
        printf("\n");
    }
}

/* What is given to a clause at the moment when its scope is cancelled is the
 * task's: it is told so, and nobody else is. */
static async void given_and_cancelled(void)
{
    pirn_semaphore_try_acquire(&units, units.count);
    scope (s) {
        scope (t) {
            task(int) a = spawn any(PIRN_NEVER);
            await pirn_yield_now();
            pirn_semaphore_release(&units, 2);
            pirn_scope_cancel(t);
            printf("%d %d\n", await a, (int)units.count); // expect: 1 0
        }
        scope (t) {
            task(int) a = spawn any(PIRN_NEVER);
            await pirn_yield_now();
            pirn_scope_cancel(t);
            pirn_semaphore_release(&units, 2);
            printf("%d", await a == -ECANCELED);
            printf(" %d\n", (int)units.count); // expect: 1 2
        }
    }
}

/* What is NULL is never ready. */
static async void none(void)
{
    struct pirn_event *no_event = NULL;
    printf("%d\n",
           await pirn_select(PIRN_EVENT_WAIT(no_event), PIRN_MUTEX_LOCK(NULL),
                             PIRN_SEMAPHORE_ACQUIRE(NULL, 1),
                             PIRN_AFTER(PIRN_MS))); // expect: 3
}

async int main(void)
{
    await at_once();
    await later();
    await with_a_time_limit();
    await in_the_way();
    await given_and_cancelled();
    await none();
    return 0;
}
