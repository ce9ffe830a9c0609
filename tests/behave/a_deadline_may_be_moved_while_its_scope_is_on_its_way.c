// A deadline that another worker moves while the owner of its scope is on the
// way there takes the place of the one that the owner brings along.
// asan
// threads: no, they have no workers
// expect: moved
// expect: moved
#include <pirn.h>
#include <stdio.h>

static bool is_busy;                 /* worker 1, from now on */
static struct pirn_scope *traveller; /* the scope whose owner is to move */

/* On worker 1: keeps it busy until the owner of the scope is on its way, and
 * has a deadline of its own at the same time. */
static async void move_deadline(int64_t time)
{
    struct pirn_scope *s;
    __atomic_store_n(&is_busy, true, __ATOMIC_RELEASE);
    while (!(s = __atomic_load_n(&traveller, __ATOMIC_ACQUIRE)))
        ;
    int64_t until = pirn_now() + 20 * PIRN_MS;
    while (pirn_now() < until)
        ;
    scope (own, .deadline = time) {
        pirn_scope_set_deadline(s, time);
        await pirn_sleep_until(PIRN_NEVER);
        if (pirn_scope_timed_out(own))
            puts("moved");
    }
}

static async void travel(int64_t time)
{
    scope (around) {
        spawn_on(1) move_deadline(time);
        scope (s, .timeout = 1000 * PIRN_S) {
            while (!__atomic_load_n(&is_busy, __ATOMIC_ACQUIRE))
                await pirn_yield_now();
            __atomic_store_n(&traveller, pirn_scope_ref(s), __ATOMIC_RELEASE);
            if (await pirn_move_to(1) == 0)
                await pirn_sleep_until(PIRN_NEVER);
            if (pirn_scope_timed_out(s))
                puts("moved");
        }
    }
}

int main(void)
{
    pirn_run_with(&(struct pirn_options){.workers = 2},
                  travel(pirn_now() + 200 * PIRN_MS));
    return 0;
}
