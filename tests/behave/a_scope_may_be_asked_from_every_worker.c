// While a child fails on one worker, or the time of a scope is over, tasks on
// others may ask the scope how it stands.
// asan
// expect: ok
#include <stdio.h>
#include <string.h>

#include <pirn.h>

enum { ASKERS = 6, TURNS = 40 };

static int wrong, left; /* the latter is what the child leaves */

static async int fails(int turns)
{
    for (int i = 0; i < turns; i++)
        await pirn_yield_now();
    left = turns;
    return -turns;
}

static async void ask(struct pirn_scope *s, int wanted)
{
    for (unsigned i = 0; pirn_scope_error(s) == 0; i++) {
        await pirn_move_to(i);
        if (!pirn_is_cancelled())
            await pirn_yield_now();
    }
    if (pirn_scope_error(s) != -wanted || left != wanted ||
        pirn_scope_timed_out(s))
        __atomic_store_n(&wrong, 1, __ATOMIC_RELAXED);
}

static async void ask_for_time(struct pirn_scope *s, const char **file)
{
    while (!pirn_scope_timed_out(s))
        await pirn_yield_now();
    if (!pirn_is_cancelled() || pirn_scope_error(s))
        __atomic_store_n(&wrong, 1, __ATOMIC_RELAXED);
    *file = pirn_cancel_reason()->file;
}

static async void all(void)
{
    for (int turns = 1; turns <= TURNS; turns += 3) {
        scope (s, .fail_fast = true) {
            for (unsigned i = 0; i < ASKERS; i++)
                spawn_on(i) ask(pirn_scope_ref(s), turns);
            spawn_on(1) fails(turns);
        } else {
            wrong |= pirn_scope_error(s) != -turns;
        }
    }
    const char *files[ASKERS] = {0};
    scope (s, .timeout = 200 * PIRN_US) {
        for (unsigned i = 0; i < ASKERS; i++)
            spawn_on(i) ask_for_time(pirn_scope_ref(s), &files[i]);
    }
    for (int i = 0; i < ASKERS; i++)
        wrong |= !files[i] || !strstr(files[i], "every_worker");
}

int main(void)
{
    for (int workers = 1; workers <= 8; workers *= 2)
        pirn_run_with(&(struct pirn_options){.workers = workers}, all());
    puts(wrong ? "wrong" : "ok");
    return 0;
}
