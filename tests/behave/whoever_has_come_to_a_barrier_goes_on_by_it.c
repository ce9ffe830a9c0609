// When the last one has come to a barrier, all go on by that: also one whose
// select would get a semaphore's unit because another one leaves the queue of
// that.
// workers: any
// asan
#include <pirn.h>
#include <stdio.h>

static struct pirn_barrier barrier = PIRN_BARRIER_INIT(3);
static struct pirn_semaphore semaphore = PIRN_SEMAPHORE_INIT(1);

static async int come(size_t units)
{
    return await pirn_select(PIRN_BARRIER_WAIT(&barrier),
                             PIRN_SEMAPHORE_ACQUIRE(&semaphore, units));
}

async int main(void)
{
    scope (s, .pinned = true) {
        for (int step = 0; step < 2; step++) {
            task(int) first = spawn come(5); /* keeps the unit from second */
            task(int) second = spawn come(1);
            await pirn_yield_now();
            printf("%d\n", await pirn_barrier_wait(&barrier));
            int a = await first, b = await second;
            printf("%d %d\n", a, b);
            // expect: 1
            // expect: 0 0
            // expect: 1
            // expect: 0 0
        }
    }
    printf("%d\n", pirn_semaphore_try_acquire(&semaphore, 1)); // expect: 0
    return 0;
}
