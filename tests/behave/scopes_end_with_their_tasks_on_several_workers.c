// A scope ends after all of its tasks, whoever has spawned them, wherever they
// are, and whether they end by themselves, fail, are cancelled or are late.
// Every result arrives, at one who asks for it.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { TASKS = 6 };

static long begun, ended;

static async long work(long value, unsigned seed)
{
    add(&begun, 1);
    defer add(&ended, 1);
    for (unsigned left = next(&seed) % 6; left > 0; left--)
        await wander(&seed);
    return value;
}

/* A task somewhere that spawns more into the scope of others. */
static async void spawn_more(struct pirn_scope *s, unsigned seed)
{
    add(&begun, 1);
    for (int i = 0; i < TASKS; i++) {
        spawn_in(s) work(0, next(&seed));
        await wander(&seed);
    }
    add(&ended, 1);
}

static async void cancel_later(struct pirn_scope *s, unsigned seed)
{
    add(&begun, 1);
    await pirn_sleep(moment(&seed));
    if (next(&seed) % 2)
        pirn_scope_cancel(s);
    else
        pirn_scope_set_deadline(s, pirn_now() + moment(&seed));
    add(&ended, 1);
}

static async void everybody_ends(unsigned seed)
{
    begun = ended = 0;
    scope (s, .limit = 1 + next(&seed) % 20) {
        spawn spawn_more(s, next(&seed));
        spawn_on(next(&seed)) spawn_more(s, next(&seed));
        spawn cancel_later(s, next(&seed));
        await wander(&seed);
    }
    MUST(begun == ended && begun == 3 + 2 * TASKS);
}

/* Awaited, joined however often that is cut short, or taken as they end. */
static async void results_arrive(unsigned seed)
{
    long sum = 0, value = 0;
    scope (s) {
        task(long) t[TASKS];
        for (int i = 0; i < TASKS; i++)
            t[i] = spawn work(i, next(&seed));
        for (int i = 0; i < TASKS; i += 2) {
            sum += await t[i];
            int rc = -ECANCELED;
            while (rc < 0)
                scope (hurry, .timeout = moment(&seed))
                    rc = await pirn_join(t[i + 1], &value);
            sum += value;
        }
    }
    MUST(sum == TASKS * (TASKS - 1) / 2);
    sum = 0;
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            (void)spawn_in(s) work(0, next(&seed)); /* has no handle */
        task(long) t;
        for (int i = 0; i < TASKS; i++)
            t = spawn work(i, next(&seed));
        int taken = 0;
        while (await pirn_first(s, &t) == 0) {
            sum += await t;
            taken++;
        }
        MUST(taken == TASKS);
    }
    MUST(sum == TASKS * (TASKS - 1) / 2);
}

static async int fail(unsigned seed)
{
    for (unsigned left = next(&seed) % 6; left > 0; left--)
        if (await pirn_move_to(next(&seed)) < 0)
            return -ECANCELED;
    return -EIO;
}

static async int wait_until_told(unsigned seed)
{
    await wander(&seed);
    return await pirn_sleep_until(PIRN_NEVER);
}

static async void one_failure_ends_all(unsigned seed)
{
    scope (s, .fail_fast = true) {
        for (int i = 0; i < TASKS; i++)
            spawn wait_until_told(next(&seed));
        spawn fail(next(&seed));
        MUST(await pirn_all(s) < 0);
        MUST(pirn_scope_error(s) == -EIO);
    }
}

/* Each is told, by name, wherever it has gone. */
static async void one_is_cancelled(unsigned seed)
{
    scope (s) {
        task(int) t[TASKS];
        for (int i = 0; i < TASKS; i++)
            t[i] = spawn_on(next(&seed)) wait_until_told(next(&seed));
        await wander(&seed);
        for (int i = TASKS - 1; i >= 0; i--)
            pirn_cancel(t[i]);
        for (int i = 0; i < TASKS; i++)
            MUST(await t[i] == -ECANCELED);
    }
}

static async void round_of(unsigned seed)
{
    await everybody_ends(seed);
    scope (s) {
        for (int i = 0; i < 3; i++) {
            spawn results_arrive(next(&seed));
            spawn one_failure_ends_all(next(&seed));
            spawn one_is_cancelled(next(&seed));
        }
    }
}
