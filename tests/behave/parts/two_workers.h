/* For programs of two workers, of which one looks on: all() is run on worker 0,
 * and stays there. */
#include <pirn.h>

static async int all(void);

static async int pinned(void)
{
    scope (s, .pinned = true)
        spawn_on(0) all();
    return 0;
}

int main(void)
{
    return pirn_run_with(&(struct pirn_options){.workers = 2}, pinned());
}
