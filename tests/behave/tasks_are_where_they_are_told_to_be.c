// spawn_on begins on that worker, pirn_move_to goes on there, tasks of a
// .pinned scope stay, and a task takes its name and its values along.
// asan
// expect: 1 2 4 8
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

enum { TURNS = 300, TASKS = 6 };

static int wrong;

static void check(int is_right, const char *what)
{
    if (is_right)
        return;
    wrong = 1;
    printf("%u workers: %s\n", pirn_workers(), what);
}

/* -- spawn_on, pirn_move_to -- */

static async unsigned begins_on(void)
{
    return pirn_worker();
}

static async int moves_about(unsigned seed)
{
    int bad = 0;
    for (unsigned i = 0; i < TURNS; i++) {
        unsigned to = seed * i;
        if (await pirn_move_to(to) < 0)
            return -1;
        bad += pirn_worker() != to % pirn_workers();
    }
    return bad;
}

/* In a cancelled scope it has not happened. */
static async int refused(unsigned here)
{
    int rc = 0;
    scope (s) {
        pirn_scope_cancel(s);
        rc = await pirn_move_to(here + 1);
    }
    return rc == -ECANCELED && pirn_worker() == here;
}

static async void placing(void)
{
    static const unsigned large[] = {1u << 24, (1u << 24) + 1, 4000000007u};
    scope (s) {
        task(unsigned) t[40];
        task(int) m[TASKS];
        for (unsigned i = 0; i < 40; i++)
            t[i] = spawn_on(i < 3 ? large[i] : i) begins_on();
        for (unsigned i = 0; i < TASKS; i++)
            m[i] = spawn moves_about(i + 1);
        for (unsigned i = 0; i < 40; i++)
            check(await t[i] == (i < 3 ? large[i] : i) % pirn_workers(),
                  "spawn_on");
        for (int i = 0; i < TASKS; i++)
            check(await m[i] == 0, "pirn_move_to");
    }
    scope (pin, .pinned = true) {
        task(int) r = spawn_on(1) refused(1 % pirn_workers());
        check(await r, "a pirn_move_to that is refused");
    }
}

/* -- .pinned -- */

static atomic_int has_moved;

/* Two on one worker, until one of them has been taken over by another: so
 * there is somebody who does that. */
static async void is_taken_over(void)
{
    while (!has_moved && pirn_workers() > 1) {
        unsigned here = pirn_worker();
        await pirn_yield_now();
        if (pirn_worker() != here)
            has_moved = 1;
    }
}

static async int stays(int depth)
{
    unsigned here = pirn_worker();
    int bad = 0;
    for (int i = 0; i < TURNS; i++) {
        await pirn_yield_now();
        if (i % 100 == 0)
            await pirn_sleep(1);
        bad += pirn_worker() != here;
    }
    scope (s) {
        task(int) below[2];
        for (int i = 0; i < 2 && depth > 0; i++)
            below[i] = spawn stays(depth - 1);
        for (int i = 0; i < 2 && depth > 0; i++)
            bad += await below[i];
    }
    bad += pirn_worker() != here;
    await pirn_move_to(here + 1);
    here = (here + 1) % pirn_workers();
    for (int i = 0; i < TURNS; i++) {
        await pirn_yield_now();
        bad += pirn_worker() != here;
    }
    return bad;
}

static async void pinning(void)
{
    has_moved = 0;
    scope (s) {
        spawn_on(0) is_taken_over();
        spawn_on(0) is_taken_over();
    }
    scope (s, .pinned = true) {
        task(int) t[TASKS];
        for (unsigned i = 0; i < TASKS; i++)
            t[i] = spawn_on(i) stays(1);
        for (int i = 0; i < TASKS; i++)
            check(await t[i] == 0, ".pinned");
    }
}

/* -- what goes along -- */

static struct pirn_local key = {"nothing"};

static async int has_all_with_it(unsigned seed)
{
    char name[32], line[256];
    int is_named = 0, bad = 0;
    pirn_name("wanderer %u", seed);
    snprintf(name, sizeof name, "(wanderer %u)", seed);
    for (unsigned i = 0; i < 8; i++) {
        await pirn_move_to(seed * i);
        bad += strcmp(pirn_local_get(&key), "something") != 0;
    }
    FILE *dump = tmpfile();
    pirn_dump(dump);
    rewind(dump);
    while (fgets(line, sizeof line, dump))
        is_named |= strstr(line, name) != NULL;
    fclose(dump);
    return bad == 0 && is_named;
}

static async void taking_along(void)
{
    scope (s) {
        struct pirn_local_binding binding;
        pirn_local_set(s, &binding, &key, "something");
        task(int) t[TASKS];
        for (unsigned i = 0; i < TASKS; i++)
            t[i] = spawn has_all_with_it(i);
        for (int i = 0; i < TASKS; i++)
            check(await t[i], "pirn_local_get and pirn_name");
    }
}

static async void all(void)
{
    await placing();
    await pinning();
    await taking_along();
}

int main(void)
{
    for (int workers = 1; workers <= 8 && !wrong; workers *= 2) {
        pirn_run_with(&(struct pirn_options){.workers = workers}, all());
        printf(workers < 8 ? "%d " : "%d\n", workers);
    }
    return 0;
}
