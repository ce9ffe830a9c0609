// No sleep, select or scope is over before its time, though tasks go from
// worker to worker and other workers move deadlines; and each is over some
// time.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { TASKS = 8, ROUNDS = 6 };

static async void sleep_for(int64_t time)
{
    int64_t until = pirn_now() + time;
    MUST(await pirn_sleep(time) == 0);
    MUST(pirn_now() >= until);
}

static async void select_for(int64_t time)
{
    int64_t begun = pirn_now();
    int i = await pirn_select(PIRN_UNTIL(PIRN_NEVER), PIRN_AFTER(time),
                              PIRN_UNTIL(begun + PIRN_S * 1000));
    MUST(i == 1);
    MUST(pirn_now() >= begun + time);
}

/* The deadline goes where its owner goes. */
static async void limit_to(int64_t time, unsigned seed)
{
    int64_t until = pirn_now() + time;
    scope (s, .deadline = until) {
        int rc = 0;
        while (rc == 0)
            rc = next(&seed) % 4 ? await pirn_move_to(next(&seed))
                                 : await pirn_sleep_until(PIRN_NEVER);
        MUST(rc == -ECANCELED);
        MUST(pirn_scope_timed_out(s));
        MUST(pirn_now() >= until);
    }
}

/* The last time that it gives is the earliest. */
static async void move_deadline(struct pirn_scope *s, int64_t until,
                                unsigned seed)
{
    for (unsigned left = next(&seed) % 6; left > 0; left--) {
        pirn_scope_set_deadline(s, until + moment(&seed) + PIRN_S);
        await wander(&seed);
    }
    pirn_scope_set_deadline(s, until);
}

/* A scope that stays where it is, and whose owner does. */
static async void limit_as_others_say(int64_t time, unsigned seed)
{
    int64_t until = pirn_now() + time;
    scope (around) {
        scope (s, .timeout = 1000 * PIRN_S, .pinned = true) {
            spawn_in(around) move_deadline(s, until, next(&seed));
            int rc = 0;
            while (rc == 0)
                rc = next(&seed) % 2 ? await pirn_yield_now()
                                     : await pirn_sleep(moment(&seed));
            MUST(rc == -ECANCELED);
            MUST(pirn_scope_timed_out(s));
            MUST(pirn_now() >= until);
        }
    }
}

static async void use_time(unsigned seed)
{
    for (int i = 0; i < ROUNDS; i++) {
        await pirn_move_to(next(&seed));
        await sleep_for(moment(&seed));
        await select_for(moment(&seed));
        await limit_to(moment(&seed), next(&seed));
        await limit_as_others_say(moment(&seed), next(&seed));
    }
}

static async void round_of(unsigned seed)
{
    scope (s) {
        for (int i = 0; i < TASKS; i++)
            spawn use_time(next(&seed));
    }
}
