/* A clock that jumps when nothing can run makes timers of several workers due:
 * those that are just about to fall asleep, too. */
// env: PIRN_CLOCK=virtual
// env: PIRN_WORKERS=2
// threads: no, so many cannot be
// expect: 50000 slept, until 2 s
#include <pirn.h>
#include <stdio.h>

static long slept;

static async void nap(long i)
{
    await pirn_sleep(PIRN_S + i % 1000 * PIRN_MS);
    __atomic_fetch_add(&slept, 1, __ATOMIC_RELAXED);
}

async int main(void)
{
    enum { TASKS = 50000 };
    int64_t begin = pirn_now();
    scope (s) {
        for (long i = 0; i < TASKS; i++)
            spawn nap(i);
    }
    printf("%ld slept, until %ld s\n", slept,
           (long)((pirn_now() - begin + PIRN_MS) / PIRN_S));
    return 0;
}
