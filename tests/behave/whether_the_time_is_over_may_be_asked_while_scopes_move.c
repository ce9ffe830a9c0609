/* A task asks whether it is cancelled, which looks at the deadlines around it,
 * while the owner of one of these scopes goes from worker to worker, or is
 * cancelled where it is. */
// env: PIRN_CLOCK=virtual
// workers: any
// threads: no, they have no workers
// expect: not cancelled
// expect: 30 ended
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>

enum { MOVES = 300, OWNERS = 30 };

static atomic_bool is_over;

static async int ask(void)
{
    bool is_cancelled = false;
    while (!is_over) {
        for (int i = 0; i < 20; i++)
            is_cancelled |= pirn_is_cancelled();
        await pirn_yield_now();
    }
    return is_cancelled;
}

static async int travel(void)
{
    int sum = 0;
    scope (s, .timeout = 1000 * PIRN_S, .pinned = true) {
        task(int) there = spawn_on(1) ask(), here = spawn_on(0) ask();
        for (unsigned i = 0; i < MOVES; i++)
            await pirn_move_to(i % 2);
        is_over = true;
        sum = await there + await here;
    }
    return sum;
}

static async void stay(void)
{
    scope (s, .pinned = true) {
        spawn_on(1) ask();
        await pirn_sleep_until(PIRN_NEVER);
    }
}

async int main(void)
{
    int ended = 0;
    puts(await travel() ? "cancelled" : "not cancelled");
    for (int i = 0; i < OWNERS; i++) {
        is_over = false;
        scope (s) {
            task(void) t = spawn_on(0) stay();
            for (int k = 0; k < 5; k++)
                await pirn_yield_now();
            pirn_cancel(t);
            await pirn_yield_now();
            is_over = true;
        }
        ended++;
    }
    printf("%d ended\n", ended);
    return 0;
}
