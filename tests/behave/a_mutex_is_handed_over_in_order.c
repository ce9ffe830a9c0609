// A mutex is given to those who wait in the order in which they came; nobody
// overtakes; and who is given it has it, cancelled or not.
// asan
// valgrind
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_mutex m; /* zeroed memory is a free one */

static async void critical(const char *name, int turns)
{
    for (int i = 0; i < turns; i++) {
        await pirn_mutex_lock(&m);
        printf("%s%d ", name, i);
        await pirn_yield_now();
        printf("%s%d ", name, i);
        pirn_mutex_unlock(&m);
    }
}

/* Unlocks with another one waiting, and is refused at once: no barging. */
static async void greedy(void)
{
    await pirn_mutex_lock(&m);
    await pirn_yield_now();
    await pirn_yield_now();
    pirn_mutex_unlock(&m);
    int rc = pirn_mutex_try_lock(&m);
    printf("try %d ", rc == -EAGAIN);
    await pirn_mutex_lock(&m);
    printf("greedy");
    pirn_mutex_unlock(&m);
}

static async void patient(void)
{
    await pirn_mutex_lock(&m);
    printf("patient ");
    pirn_mutex_unlock(&m);
}

static async int attempt(struct pirn_scope **mine)
{
    int rc = -1;
    scope (s) {
        if (mine)
            *mine = pirn_scope_ref(s);
        rc = await pirn_mutex_lock(&m);
    }
    if (rc == 0)
        pirn_mutex_unlock(&m);
    return rc;
}

/* As attempt, but a task that only waits to be told. */
static async void hold_until(bool *told)
{
    await pirn_mutex_lock(&m);
    while (!*told)
        await pirn_yield_now();
    pirn_mutex_unlock(&m);
}

async int main(void)
{
    scope (s) {
        spawn critical("a", 2);
        spawn critical("b", 3);
        spawn critical("c", 1);
    }
    printf("\n"); // expect: a0 a0 b0 b0 c0 c0 a1 a1 b1 b1 b2 b2 
    scope (s) {
        spawn greedy();
        spawn patient();
    }
    printf("\n"); // expect: try 1 patient greedy

    /* One in the middle of the queue gives up, then the last. */
    bool told = false;
    scope (s) {
        struct pirn_scope *second = NULL, *third = NULL;
        spawn hold_until(&told);
        task(int) t1 = spawn attempt(NULL);
        task(int) t2 = spawn attempt(&second);
        task(int) t3 = spawn attempt(&third);
        await pirn_yield_now();
        pirn_scope_cancel(second);
        int r2 = await t2;
        pirn_scope_cancel(third);
        int r3 = await t3;
        task(int) t4 = spawn attempt(NULL);
        await pirn_yield_now();
        told = true;
        int r1 = await t1, r4 = await t4;
        printf("%d %d %d %d\n", r1, r2 == -ECANCELED, r3 == -ECANCELED,
               r4); // expect: 0 1 1 0
    }

    /* It is handed over, and only then cancelled. */
    scope (s) {
        struct pirn_scope *theirs = NULL;
        await pirn_mutex_lock(&m);
        task(int) t = spawn attempt(&theirs);
        await pirn_yield_now();
        pirn_mutex_unlock(&m);
        pirn_scope_cancel(theirs);
        printf("%d ", pirn_mutex_try_lock(&m) == -EAGAIN);
        printf("%d ", await t);
        printf("%d\n", pirn_mutex_try_lock(&m)); // expect: 1 0 0
        pirn_mutex_unlock(&m);
    }

    /* Spawned, and through a pointer; in a local. */
    scope (s) {
        struct pirn_semaphore units = PIRN_SEMAPHORE_INIT(0);
        async int (*f)(struct pirn_semaphore *, size_t) =
            pirn_semaphore_acquire;
        task(int) t = spawn pirn_semaphore_acquire(&units, 2);
        task(int) u = spawn f(&units, 1);
        async int (*lock)(struct pirn_mutex *) = pirn_mutex_lock;
        printf("%d ", await lock(&m));
        pirn_mutex_unlock(&m);
        pirn_semaphore_release(&units, 3);
        printf("%d %d %zu\n", await t, await u, units.count); // expect: 0 0 0 0
    }
    return 0;
}
