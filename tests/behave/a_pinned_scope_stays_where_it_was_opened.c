/* A pinned scope stays on the worker where it was opened, though another one
 * has nothing to do: its body does, its tasks begin there, whoever spawns them,
 * and so does all that is inside it. Only spawn_on and pirn_move_to go
 * elsewhere. */
// asan
// threads: no, they have no workers
// expect: 2 workers: the body stays
// expect: 2 workers: tasks begin where it was opened
// expect: 3 workers: the body stays
// expect: 3 workers: tasks begin where it was opened
#include <errno.h>
#include <pirn.h>
#include <stdatomic.h>
#include <stdio.h>

enum { TURNS = 300 };

static async unsigned here(void)
{
    return pirn_worker();
}

/* Two of these on one worker, until one of them has been taken over by another:
 * then there is somebody who takes what may go. */
static atomic_int has_moved;

static async int is_taken_over(void)
{
    while (!has_moved) {
        unsigned before = pirn_worker();
        await pirn_yield_now();
        if (pirn_worker() != before)
            has_moved = 1;
    }
    return 0;
}

/* The body ----------------------------------------------------------------- */

/* How often the running task has been elsewhere than on that worker. */
static async int count_elsewhere(unsigned where)
{
    int count = 0;
    for (int i = 0; i < TURNS; i++) {
        if (i % 100)
            await pirn_yield_now();
        else
            await pirn_sleep(1);
        count += pirn_worker() != where;
    }
    return count;
}

static async int in_a_scope_inside(unsigned where)
{
    int count;
    scope (s) {
        task(int) t = spawn count_elsewhere(where);
        count = await count_elsewhere(where);
        count += await t;
    }
    return count;
}

static async int in_a_defer(unsigned where)
{
    int count = 0;
    {
        defer count += await count_elsewhere(where);
        await pirn_yield_now();
    }
    return count;
}

static async int in_a_shield(unsigned where)
{
    int count;
    scope (s, .shield = true)
        count = await count_elsewhere(where);
    return count;
}

static async int when_cancelled(unsigned where)
{
    int count;
    scope (s) {
        task(int) t = spawn in_a_shield(where);
        await pirn_yield_now();
        pirn_cancel(t);
        count = await t;
    }
    return count;
}

static async int body(void)
{
    int count = 0;
    unsigned where = pirn_worker();
    scope (s, .pinned = true) {
        count += await count_elsewhere(where);
        count += await in_a_scope_inside(where);
        count += await in_a_defer(where);
        count += await when_cancelled(where);
    }
    return count;
}

static async int bodies(void)
{
    int count;
    has_moved = 0;
    scope (s) {
        spawn_on(0) is_taken_over();
        spawn_on(0) is_taken_over();
    }
    scope (s) {
        task(int) one = spawn_on(0) body();
        task(int) other = spawn_on(0) body();
        count = await one;
        count += await other;
    }
    return count;
}

/* Its tasks ---------------------------------------------------------------- */

static async int spawns(struct pirn_scope *s, unsigned where)
{
    task(unsigned) t = spawn_in(s) here();
    return await t != where;
}

static async int moves(void)
{
    unsigned where = pirn_worker(), next = (where + 1) % pirn_workers();
    int wrong = 0;
    scope (s, .pinned = true, .limit = 2) {
        task(unsigned) before = spawn here();
        task(int) other = spawn_on(next) spawns(pirn_scope_ref(s), where);
        wrong += await pirn_move_to(next) != 0 || pirn_worker() != next;
        task(unsigned) after = spawn here();
        task(unsigned) told = spawn_on(next) here();
        wrong += await before != where || await other || await after != where;
        wrong += await told != next;
        scope (inside) {
            task(unsigned) t = spawn here();
            wrong += await t != next;
        }
    }
    return wrong;
}

static async int all(void)
{
    int rc = await bodies();
    printf("%u workers: the body %s\n", pirn_workers(), rc ? "moves" : "stays");
    scope (s) {
        task(int) t = spawn_on(0) moves();
        rc = await t;
    }
    printf("%u workers: tasks begin %s\n", pirn_workers(),
           rc ? "elsewhere" : "where it was opened");
    return 0;
}

int main(void)
{
    for (int workers = 2; workers <= 3; workers++)
        pirn_run_with(&(struct pirn_options){.workers = workers}, all());
    return 0;
}
