// No task begins a step before all have ended the one before, though some give
// up waiting now and then, and one of them is told that it came last: between
// tasks of several workers.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { TASKS = 6, STEPS = 20 };

static struct pirn_barrier barrier;
static long ended[STEPS], lasts[STEPS];

static async int wait_for_the_others(unsigned *seed)
{
    int rc = -ECANCELED;
    while (rc < 0)
        scope (s, .timeout = moment(seed))
            rc = await pirn_barrier_wait(&barrier);
    return rc;
}

static async void work(unsigned seed)
{
    for (int i = 0; i < STEPS; i++) {
        await wander(&seed);
        add(&ended[i], 1);
        if (await wait_for_the_others(&seed) == 1)
            add(&lasts[i], 1);
        MUST(__atomic_load_n(&ended[i], __ATOMIC_RELAXED) == TASKS);
    }
}

static async void round_of(unsigned seed)
{
    barrier = (struct pirn_barrier)PIRN_BARRIER_INIT(TASKS);
    for (int i = 0; i < STEPS; i++)
        ended[i] = lasts[i] = 0;
    scope (s)
        for (int i = 0; i < TASKS; i++)
            spawn_on(next(&seed)) work(next(&seed));
    for (int i = 0; i < STEPS; i++)
        MUST(lasts[i] == 1);
    MUST(barrier.arrived == 0);
}
