/* A task that is refused its waits too often is told of. Meanwhile, on another
 * worker, standard output is locked, and a mutex is used that both know. */
// workers: any
// threads: no, they have no workers
// stderr: has been refused 1000 waits in a row
// expect: 30 times
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>

enum { TIMES = 30, WAITS = 1001, USES = 2000 };

static struct pirn_mutex mutex = PIRN_MUTEX_INIT;
static atomic_bool is_over;

static async void use_mutex(void)
{
    while (!is_over) {
        flockfile(stdout);
        for (int i = 0; i < USES; i++)
            if (pirn_mutex_try_lock(&mutex) == 0)
                pirn_mutex_unlock(&mutex);
        funlockfile(stdout);
        await pirn_yield_now();
    }
}

static async void be_refused(void)
{
    scope (s) {
        pirn_scope_cancel(s);
        for (int i = 0; i < WAITS; i++)
            (void)await pirn_mutex_lock(&mutex);
    }
    await pirn_yield_now();
}

async int main(void)
{
    int times = 0;
    scope (s, .pinned = true) {
        spawn_on(1) use_mutex();
        for (; times < TIMES; times++)
            await be_refused();
        is_over = true;
    }
    printf("%d times\n", times);
    return 0;
}
