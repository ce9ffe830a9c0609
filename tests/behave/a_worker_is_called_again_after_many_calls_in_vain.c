/* A worker that has woken another one again and again, only for tasks that were
 * over before that one came, wakes it all the same when there is work that
 * lasts. */
// threads: no, they have no workers
// expect: two workers
#include <pirn.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

enum { BURSTS = 2000, WORKERS = 2 };

static atomic_bool is_at_work[WORKERS];

static async void do_little(void)
{
    await pirn_yield_now();
}

/* Keeps its worker until there is work on both, or for some seconds. */
static async void do_much(void)
{
    int64_t until = pirn_now() + 5 * PIRN_S;
    is_at_work[pirn_worker()] = true;
    while (!(is_at_work[0] && is_at_work[1]) && pirn_now() < until)
        sched_yield();
}

static async void call(void)
{
    for (int i = 0; i < BURSTS; i++) {
        scope (s) {
            spawn do_little();
            spawn do_little();
            spawn do_little();
        }
        await pirn_sleep(20 * PIRN_US);
    }
    await pirn_sleep(10 * PIRN_MS);
    scope (s) {
        spawn do_much();
        spawn do_much();
        spawn do_much();
    }
    puts(is_at_work[0] && is_at_work[1] ? "two workers" : "one worker");
}

int main(void)
{
    pirn_run_with(&(struct pirn_options){.workers = WORKERS}, call());
    return 0;
}
