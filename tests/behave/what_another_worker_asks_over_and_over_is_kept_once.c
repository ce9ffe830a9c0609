/* While a task computes, another worker cancels it, and moves the deadline of
 * its scope, a hundred thousand times: that takes no more memory than once. The
 * first reason and the last time count, and the task is freed once. */
// asan
// threads: no, they have no workers
// expect: cancelled for the first reason
// expect: freed once
// expect: the last time counts
// expect: that of its own worker, too
// expect: no memory was taken
#include "parts/two_workers.h"
#include <errno.h>
#include <malloc.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

enum { TIMES = 100000, OTHERS = 64 };

static atomic_bool is_computing, may_go_on;

static void compute(void)
{
    is_computing = true;
    while (!may_go_on)
        sched_yield();
    is_computing = may_go_on = false;
}

static async void until_it_computes(void)
{
    while (!is_computing)
        await pirn_yield_now();
}

/* pirn_cancel -------------------------------------------------------------- */

static async unsigned cancelled(void)
{
    compute();
    int rc = await pirn_sleep(PIRN_NEVER);
    return rc == -ECANCELED ? pirn_cancel_reason()->line : 0;
}

static async int give(int i)
{
    await pirn_sleep(1);
    return i;
}

/* A block that has been freed twice is that of two of these. */
static async int give_all(void)
{
    int wrong = 0;
    scope (s) {
        task(int) t[OTHERS];
        for (int i = 0; i < OTHERS; i++)
            t[i] = spawn give(i);
        for (int i = 0; i < OTHERS; i++)
            wrong += await t[i] != i;
    }
    return wrong;
}

static async void cancel(void)
{
    unsigned line, expected;
    int wrong;
    scope (s, .pinned = true) {
        task(unsigned) t = spawn_on(1) cancelled();
        await until_it_computes();
        expected = __LINE__ + 1;
        pirn_cancel(t);
        for (int i = 1; i < TIMES; i++)
            pirn_cancel(t);
        may_go_on = true;
        line = await t;
        task(int) all = spawn_on(1) give_all();
        wrong = await all;
    }
    puts(line == expected ? "cancelled for the first reason"
                          : "another reason");
    puts(wrong ? "freed twice" : "freed once");
}

/* pirn_scope_set_deadline -------------------------------------------------- */

static struct pirn_scope *limited;

/* Whether the scope was cancelled by its deadline. */
static async int computes_in_a_scope(bool is_own_last)
{
    int rc;
    scope (s) {
        limited = pirn_scope_ref(s);
        compute();
        if (is_own_last)
            pirn_scope_set_deadline(s, PIRN_NEVER);
        await pirn_yield_now();
        rc = await pirn_sleep(1);
    }
    return rc == -ECANCELED;
}

static async int move_deadline(int64_t first, int64_t last, bool is_own_last)
{
    int rc;
    scope (s, .pinned = true) {
        task(int) t = spawn_on(1) computes_in_a_scope(is_own_last);
        await until_it_computes();
        for (int i = 1; i < TIMES; i++)
            pirn_scope_set_deadline(limited, first);
        pirn_scope_set_deadline(limited, last);
        may_go_on = true;
        rc = await t;
    }
    return rc;
}

/* -------------------------------------------------------------------------- */

static async int all(void)
{
    size_t before = mallinfo2().arena + mallinfo2().hblkhd;
    await cancel();
    int is_last = await move_deadline(PIRN_NEVER, 0, false);
    is_last &= !await move_deadline(0, PIRN_NEVER, false);
    puts(is_last ? "the last time counts" : "another time counts");
    bool is_own = !await move_deadline(0, 0, true);
    puts(is_own ? "that of its own worker, too" : "not that of its own worker");
    size_t now = mallinfo2().arena + mallinfo2().hblkhd;
    puts(now < before + 10 * TIMES ? "no memory was taken"
                                   : "much memory was taken");
    return 0;
}
