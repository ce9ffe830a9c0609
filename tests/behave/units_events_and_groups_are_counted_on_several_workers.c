// A semaphore never gives more units than it has and loses none; an event lets
// all pass, a wait group lets all pass at 0, and what is done once is done
// once: between tasks of several workers, some of whose waits are cut short.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { UNITS = 3, TASKS = 6, ROUNDS = 20 };

static struct pirn_semaphore semaphore;
static struct pirn_event begin;
static struct pirn_once once;
static struct pirn_wait_group group;
static long inside, done, begun, attempts;

static async int acquire(size_t n, unsigned *seed)
{
    int rc = -ECANCELED;
    switch (next(seed) % 3) {
    case 0:
        return pirn_semaphore_try_acquire(&semaphore, n);
    case 1:
        scope (s, .timeout = moment(seed))
            rc = await pirn_semaphore_acquire(&semaphore, n);
        return rc;
    }
    return await pirn_semaphore_acquire(&semaphore, n);
}

static async void use_units(unsigned *seed)
{
    size_t n = 1 + next(seed) % UNITS;
    if (await acquire(n, seed) < 0)
        return;
    long now = __atomic_add_fetch(&inside, (long)n, __ATOMIC_RELAXED);
    MUST(now <= UNITS);
    await wander(seed);
    add(&inside, -(long)n);
    pirn_semaphore_release(&semaphore, n);
}

/* Fails the first two times, and if it is cut short. */
static async int initialise(void *seed)
{
    MUST(begun == 0);
    await wander(seed);
    if (++attempts < 3 || pirn_is_cancelled())
        return -EAGAIN;
    begun++;
    return 7;
}

static async void wait_for_beginning(unsigned *seed)
{
    int rc = -ECANCELED;
    while (rc < 0)
        scope (s, .timeout = moment(seed))
            rc = await pirn_event_wait(&begin);
    MUST(pirn_event_is_set(&begin));
    rc = -ECANCELED;
    while (rc < 0)
        scope (s, .timeout = moment(seed))
            rc = await pirn_once(&once, initialise, seed);
    MUST(rc == 7 && begun == 1);
}

static async void work(unsigned seed)
{
    await wait_for_beginning(&seed);
    for (int i = 0; i < ROUNDS; i++) {
        await use_units(&seed);
        await wander(&seed);
    }
    add(&done, 1);
    pirn_wait_group_done(&group);
}

static async void wait_for_all(unsigned seed)
{
    int rc = -ECANCELED;
    while (rc < 0)
        scope (s, .timeout = moment(&seed))
            rc = await pirn_wait_group_wait(&group);
    MUST(__atomic_load_n(&done, __ATOMIC_RELAXED) == TASKS);
}

static async void round_of(unsigned seed)
{
    semaphore = (struct pirn_semaphore)PIRN_SEMAPHORE_INIT(UNITS);
    once = (struct pirn_once)PIRN_ONCE_INIT;
    pirn_event_clear(&begin);
    done = begun = attempts = 0;
    pirn_wait_group_add(&group, TASKS);
    scope (s) {
        for (int i = 0; i < TASKS; i++) {
            spawn work(next(&seed));
            spawn_on(next(&seed)) wait_for_all(next(&seed));
        }
        await pirn_sleep(moment(&seed));
        pirn_event_set(&begin);
    }
    MUST(begun == 1 && attempts >= 3);
    MUST(inside == 0);
    MUST(pirn_semaphore_try_acquire(&semaphore, UNITS) == 0);
    MUST(pirn_semaphore_try_acquire(&semaphore, 1) == -EAGAIN);
}
