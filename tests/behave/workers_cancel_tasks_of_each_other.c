// Cancellation among tasks of several workers: every scope ends, everybody is
// told, and what stands in a shield is not.
// asan
// expect: ok
#include "parts/wander.h"
#include <pirn.h>
#include <stdio.h>

static int endings, beginnings, shielded;
static struct pirn_mutex mutex;
static struct pirn_event never;
static struct pirn_semaphore none;

static void count(int *counter)
{
    __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

static async int nothing_ends(unsigned seed)
{
    chan(int) c = pirn_chan_new(int, 0);
    int v, rc = 0;
    switch (next(&seed) % 8) {
    case 0:
        rc = await pirn_sleep(1000 * PIRN_S);
        break;
    case 1:
        rc = await pirn_chan_recv(c, &v);
        break;
    case 2:
        rc = await pirn_event_wait(&never);
        break;
    case 3:
        rc = await pirn_semaphore_acquire(&none, 1 + next(&seed) % 3);
        break;
    case 4:
        rc = await pirn_select(PIRN_RECV(c, &v), PIRN_AFTER(1000 * PIRN_S));
        break;
    case 5:
        while ((rc = await pirn_yield_now()) == 0)
            ;
        break;
    case 6:
        while ((rc = await pirn_mutex_lock(&mutex)) == 0) {
            rc = await pirn_move_to(next(&seed));
            pirn_mutex_unlock(&mutex);
        }
        break;
    case 7:
        scope (s) {
            task(int) t = spawn nothing_ends(next(&seed));
            rc = await pirn_join(t, &v);
        }
        break;
    }
    pirn_chan_free(c);
    return rc;
}

/* A tree of tasks each leaf of which waits for ever. */
static async int grow(int depth, unsigned seed)
{
    int rc = 0;
    count(&beginnings);
    defer count(&endings);
    await wander(&seed);
    if (depth == 0) {
        rc = await nothing_ends(seed);
    } else {
        scope (s) {
            spawn grow(depth - 1, next(&seed));
            task(int) t = spawn grow(depth - 1, next(&seed));
            spawn_on(next(&seed)) grow(depth - 1, next(&seed));
            await wander(&seed);
            if (next(&seed) % 4 == 0)
                pirn_cancel(t);
            rc = await t;
        }
    }
    if (rc != -ECANCELED)
        printf("a task that has not been cancelled: %d\n", rc);
    if (next(&seed) % 4 == 0) {
        scope (s, .shield = true)
            if (await pirn_sleep(1000) == 0)
                count(&shielded);
    }
    return rc;
}

static async int fails(int n, unsigned seed)
{
    for (int i = 0; i < n; i++)
        await wander(&seed);
    return -7;
}

static async void canceller(struct pirn_scope *s, unsigned seed)
{
    for (int i = 0; i < 4; i++)
        await wander(&seed);
    pirn_scope_cancel(s);
}

static async void hurry(struct pirn_scope *s, unsigned seed)
{
    await wander(&seed);
    pirn_scope_set_deadline(s, pirn_now() + next(&seed) % 1000000);
}

static async int round_of(unsigned seed)
{
    switch (seed % 5) {
    case 0:
        scope (s, .timeout = next(&seed) % 1000000)
            spawn grow(4, next(&seed));
        break;
    case 1:
        scope (s) {
            spawn grow(4, next(&seed));
            spawn canceller(s, next(&seed));
        }
        break;
    case 2:
        scope (s) {
            task(int) t = spawn grow(4, next(&seed));
            await wander(&seed);
            pirn_cancel(t);
            await t;
        }
        break;
    case 3:
        scope (s, .fail_fast = true) {
            spawn grow(4, next(&seed));
            task(int) t = spawn fails(next(&seed) % 8, next(&seed));
            (void)t;
            await pirn_all(s);
            if (pirn_scope_error(s) != -7)
                puts("error");
        }
        break;
    case 4:
        scope (outer) {
            scope (s, .timeout = 1000 * PIRN_S) {
                spawn grow(4, next(&seed));
                spawn hurry(s, next(&seed));
            }
        }
        break;
    }
    return beginnings == endings;
}

int main(void)
{
    for (int workers = 1; workers <= 8; workers *= 2)
        for (unsigned seed = 1; seed <= 30; seed++) {
            beginnings = endings = 0;
            if (!pirn_run_with(&(struct pirn_options){.workers = workers},
                               round_of(seed))) {
                printf("%d workers, seed %u\n", workers, seed);
                return 1;
            }
            if (beginnings != 121)
                printf("%d have begun\n", beginnings);
        }
    puts(shielded ? "ok" : "no shield held");
    return 0;
}
