/* No task outlives its scope.
 *
 *     pirn run examples/04_scopes.c
 *
 * Falling off the end of a scope waits for its tasks. Leaving it early - by
 * return, break, continue or goto - asks them to stop first: what they wait
 * for returns -ECANCELED, they clean up and end. So nothing runs behind your
 * back, and a task may use the locals of whoever started it. */
// env: PIRN_CLOCK=virtual
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void search(const char *where, int ms, const char **found)
{
    if (await pirn_sleep(ms * PIRN_MS) == -ECANCELED) {
        printf("%s: told to stop\n", where);
        return;
    }
    printf("%s: found it\n", where);
    if (!*found)
        *found = where;
}

/* The first answer wins, the others are stopped. */
static async const char *first_of_all(void)
{
    const char *found = NULL;
    scope (s) {
        spawn search("attic", 500, &found);
        spawn search("cellar", 10, &found);
        while (!found)
            await pirn_sleep(PIRN_MS);
        return found; /* leaves the scope early */
    }
    return NULL;
}

static async int everybody(void)
{
    const char *found = NULL;
    scope (s) {
        spawn search("garden", 20, &found);
        spawn search("garage", 1, &found);
    } /* waits for both */
    return found != NULL;
}

async int main(void)
{
    printf("it was in the %s\n", await first_of_all());
    // expect: cellar: found it
    // expect: attic: told to stop
    // expect: it was in the cellar
    printf("%d\n", await everybody());
    // expect: garage: found it
    // expect: garden: found it
    // expect: 1
    return 0;
}
