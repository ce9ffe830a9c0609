// A task that waits for many units of a semaphore lets none pass that needs
// few, until it gives up.
// asan
// valgrind
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static struct pirn_semaphore units = PIRN_SEMAPHORE_INIT(2);

static async int take(const char *name, size_t n, struct pirn_scope **mine)
{
    int rc = -1;
    scope (s) {
        if (mine)
            *mine = pirn_scope_ref(s);
        rc = await pirn_semaphore_acquire(&units, n);
    }
    printf("%s%s ", name, rc ? "-" : "");
    return rc;
}

static int running, most;

static async void limited(void)
{
    await pirn_semaphore_acquire(&units, 1);
    if (++running > most)
        most = running;
    for (int i = 0; i < 3; i++)
        await pirn_yield_now();
    running--;
    pirn_semaphore_release(&units, 1);
}

async int main(void)
{
    scope (s) {
        for (int i = 0; i < 20; i++)
            spawn limited();
    }
    printf("most %d, left %zu\n", most, units.count); // expect: most 2, left 2

    scope (s) {
        spawn take("three", 3, NULL);
        spawn take("one", 1, NULL);
        spawn take("two", 2, NULL);
        await pirn_yield_now();
        printf("%d ", pirn_semaphore_try_acquire(&units, 1) == -EAGAIN);
        pirn_semaphore_release(&units, 1);
        await pirn_yield_now();
        printf("| ");
        pirn_semaphore_release(&units, 2);
        await pirn_yield_now();
        printf("| ");
        pirn_semaphore_release(&units, 1);
    }
    printf("%zu\n", units.count); // expect: 1 three | one | two 0

    scope (s) {
        struct pirn_scope *many = NULL, *few = NULL;
        pirn_semaphore_release(&units, 2);
        spawn take("many", 5, &many);
        spawn take("one", 1, NULL);
        spawn take("few", 2, &few);
        spawn take("last", 1, NULL);
        await pirn_yield_now();
        pirn_scope_cancel(many);
        await pirn_yield_now();
        printf("| ");
        pirn_scope_cancel(few);
    }
    printf("%zu\n", units.count); // expect: many- one | few- last 0

    /* Given, and then cancelled: it was given. */
    scope (s) {
        struct pirn_scope *theirs = NULL;
        spawn take("given", 1, &theirs);
        await pirn_yield_now();
        pirn_semaphore_release(&units, 1);
        pirn_scope_cancel(theirs);
    }
    printf("%zu\n", units.count); // expect: given 0
    return 0;
}
