// What one worker cancels, and deadlines it moves, reach tasks that meanwhile
// have gone to another one.
// env: PIRN_WORKERS=4
// asan
#include <stdio.h>

#include <pirn.h>

enum { ROUNDS = 100, MANY = 100 };

/* Some number below n, the same in each run. */
static int some(int n)
{
    static unsigned state = 1;
    state = state * 1103515245 + 12345;
    return (int)(state >> 16) % n;
}

static async int cancel(struct pirn_scope *top, int turns)
{
    for (int i = 0; i < turns; i++)
        await pirn_yield_now();
    pirn_scope_cancel(top);
    return 0;
}

/* Somebody else cancels a scope of the task's own, inside which it waits in
 * another. */
static async int owner(struct pirn_scope *all, int turns, int others)
{
    scope (top) {
        spawn_in (all) cancel(pirn_scope_ref(top), others);
        scope (inner) {
            for (int i = 0; i < turns; i++)
                await pirn_yield_now();
            await pirn_sleep_until(PIRN_NEVER);
        }
    }
    return 0;
}

static async int hurry(struct pirn_scope *top, int turns)
{
    for (int i = 0; i < turns; i++) {
        await pirn_yield_now();
        pirn_scope_set_deadline(top, pirn_now() + PIRN_S);
    }
    pirn_scope_set_deadline(top, pirn_now() + PIRN_MS / 10);
    return 0;
}

static async int late(int turns, int others)
{
    scope (top, .timeout = 100 * PIRN_S) {
        task(int) t = spawn hurry(pirn_scope_ref(top), others);
        for (int i = 0; i < turns; i++)
            await pirn_yield_now();
        await t;
        await pirn_sleep_until(PIRN_NEVER);
    }
    return 0;
}

static async int victim(int turns)
{
    for (int i = 0; i <= turns; i++) {
        scope (own) {
            spawn pirn_yield_now();
            if (await pirn_yield_now() < 0)
                return 0;
        }
    }
    await pirn_sleep_until(PIRN_NEVER);
    return 0;
}

static async int one_task(int turns, int others)
{
    scope (top) {
        task(int) t = spawn victim(others);
        for (int i = 0; i < turns; i++)
            await pirn_yield_now();
        pirn_cancel(t);
        await t;
    }
    return 0;
}

async int main(void)
{
    for (int round = 0; round < ROUNDS; round++) {
        scope (all) {
            for (int i = 0; i < MANY; i++) {
                int turns = some(5), others = some(7);
                if (round % 4 == 0)
                    spawn late(turns, others);
                else if (round % 4 == 1)
                    spawn one_task(others, turns);
                else
                    spawn owner(pirn_scope_ref(all), turns, others);
            }
        }
    }
    printf("all were reached\n"); // expect: all were reached
    return 0;
}
