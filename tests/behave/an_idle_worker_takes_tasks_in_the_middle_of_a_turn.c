/* Tasks that are ready on a worker that computes do not wait for the end of its
 * turn: another worker, which has nothing to do, takes them over. */
// asan
// threads: no, they have no workers
// expect: spawned
// expect: woken
// expect: with a scope of their own
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>

enum { TASKS = 5 };

static atomic_int begun, waiting;

static async void count(void)
{
    begun++;
}

static async void wait_and_count(struct pirn_event *e)
{
    waiting++;
    await pirn_event_wait(e);
    begun++;
}

static async void give_way_and_count(void)
{
    scope (s) {
        spawn count();
        waiting++;
        while (!begun)
            await pirn_yield_now();
    }
    begun += TASKS;
}

/* In the turn that goes on. */
static void compute_until(int n)
{
    while (begun < n)
        ;
    begun = waiting = 0;
}

static async void program(void)
{
    struct pirn_event e = PIRN_EVENT_INIT;
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn count();
        compute_until(TASKS);
        puts("spawned");

        for (int i = 0; i < TASKS; i++)
            spawn wait_and_count(&e);
        while (waiting < TASKS)
            await pirn_yield_now();
        pirn_event_set(&e);
        compute_until(TASKS);
        puts("woken");

        spawn give_way_and_count();
        compute_until(1 + TASKS);
        puts("with a scope of their own");
    }
}

int main(void)
{
    pirn_run_with(&(struct pirn_options){.workers = 2}, program());
    return 0;
}
