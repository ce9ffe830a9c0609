/* For programs about what holds on one worker and on several, however tasks
 * move and waits are cut short: round_of(seed) is run on 1, 2, 3 and 8 workers,
 * from several seeds. What must hold is said with MUST. */
#include "wander.h"
#include <stdio.h>

enum { SEEDS = 5 };

static int faults;

#define MUST(holds)                                                            \
    ((holds) ? (void)0                                                         \
             : (void)(printf("line %d: not %s\n", __LINE__, #holds),           \
                      __atomic_add_fetch(&faults, 1, __ATOMIC_RELAXED)))

/* To a count that tasks of all workers add to. */
static inline void add(long *count, long n)
{
    __atomic_add_fetch(count, n, __ATOMIC_RELAXED);
}

/* A time within which some waits end and some do not. */
static int64_t moment(unsigned *seed)
{
    return next(seed) % 60 * PIRN_US;
}

static async void round_of(unsigned seed);

int main(void)
{
    static const int workers[] = {1, 2, 3, 8};
    for (int i = 0; i < 4; i++)
        for (unsigned seed = 1; seed <= SEEDS; seed++) {
            pirn_run_with(&(struct pirn_options){.workers = workers[i]},
                          round_of(seed));
            if (faults) {
                printf("%d workers, seed %u\n", workers[i], seed);
                return 1;
            }
        }
    puts("ok");
    return 0;
}
