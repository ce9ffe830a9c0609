// The cancel function of an operation may complete another one that is still to
// be told to stop. Though another worker would have the task of that one go on
// at once, nobody who begins an operation next is told in its place.
// asan
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic(pirn_op *) first, second, later;
static atomic_int told;

static void start(pirn_op *op, void *arg)
{
    *(_Atomic(pirn_op *) *)arg = op;
}

/* Ends both, and takes its time, so that the other may be taken over. */
static void end_both(pirn_op *op, void *arg)
{
    (void)arg;
    pirn_complete(second, -ECANCELED);
    for (int i = 0; i < 100 && !later; i++)
        usleep(1000);
    pirn_complete(op, -ECANCELED);
}

/* first does it; or has done so already. */
static void leave_it(pirn_op *op, void *arg)
{
    (void)op;
    (void)arg;
}

static void count(pirn_op *op, void *arg)
{
    (void)op;
    (void)arg;
    told++;
}

static async int go_on(void)
{
    int rc = await pirn_suspend(start, leave_it, &second);
    scope (s, .shield = true)
        rc += await pirn_suspend(start, count, &later);
    return rc;
}

static async void end_later(void)
{
    while (!later)
        await pirn_yield_now();
    pirn_complete(later, 0);
}

static async void program(void)
{
    scope (outer) {
        scope (s) {
            spawn pirn_suspend(start, end_both, &first);
            task(int) other = spawn go_on();
            while (!first || !second)
                await pirn_yield_now();
            await pirn_yield_now();
            pirn_scope_cancel(s);
            spawn_in(outer) end_later();
            scope (t, .shield = true)
                printf("%d, told: %d\n", (await other) == -ECANCELED, told);
            // expect: 1, told: 0
        }
    }
}

int main(void)
{
    pirn_run_with(&(struct pirn_options){.workers = 2}, program());
    return 0;
}
