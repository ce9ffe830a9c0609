// Scopes, tasks, timers, operations and generators, in many orders, cancelled
// everywhere, and with everything that can fail failing, end as they should.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

/* Returns 0, or what made it stop. */
static async int work(int times)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < times && rc == 0; i++)
        rc = i % 2 ? await pirn_yield_now() : await pirn_sleep(PIRN_MS);
    alive--;
    return rc;
}

static async int results(void)
{
    int rc = 0;
    scope (s) {
        task(int) a = spawn work(2);
        task(int) b = spawn work(3);
        spawn work(1);
        int first = await b, second = await a;
        rc = first ? first : second;
    }
    MUST(alive == 0);
    return rc;
}

static async int nested(int depth)
{
    int rc = 0;
    scope (s, .timeout = depth * PIRN_S) {
        spawn work(depth);
        if (depth > 1)
            rc = await nested(depth - 1);
        if (rc == 0)
            rc = await pirn_yield_now();
    }
    return rc;
}

static async int scopes_in_scopes(void)
{
    int rc = await nested(3);
    MUST(alive == 0);
    return rc;
}

static async int leave(int how)
{
    for (int i = 0; i < 3; i++) {
        scope (s) {
            spawn pirn_sleep(PIRN_S);
            spawn work(1000000);
            int rc = await pirn_sleep(PIRN_MS);
            if (rc < 0)
                return rc;
            if (how == 0)
                break;
            if (how == 1)
                continue;
            return 0;
        }
    }
    MUST(alive == 0);
    return 0;
}

static async int leaving_early(void)
{
    int rc = 0;
    for (int how = 0; how < 3 && rc == 0; how++)
        rc = await leave(how);
    MUST(pirn_now() < PIRN_S); /* nobody has slept to the end */
    return rc;
}

/* A sleep that ends at the very deadline came in time, or was cut. */
static async int a_sleep_and_a_deadline_at_once(void)
{
    bool was_due = false;
    int rc = -1, other = 0;
    scope (s, .timeout = PIRN_MS) {
        spawn work(2);
        rc = await pirn_sleep(PIRN_MS);
        MUST(rc == 0 || pirn_is_cancelled());
    } else {
        was_due = true;
        MUST(pirn_scope_timed_out(s));
    }
    if (rc == 0) /* the other task's second wait may have failed */
        other = await pirn_yield_now();
    else if (!was_due)
        return rc; /* cancelled by somebody else */
    return other;
}

static async int timeouts_that_fire(void)
{
    int late = 0;
    for (int i = 1; i <= 3; i++) {
        scope (s, .timeout = i * PIRN_MS) {
            spawn work(4);
            int rc = await pirn_sleep(2 * PIRN_MS);
            if (rc < 0 && !pirn_scope_timed_out(s))
                return rc;
        } else {
            late++;
            continue;
        }
    }
    MUST(alive == 0);
    return late >= 1 ? 0 : 1;
}

static async int work_in_twos(int *count, int times)
{
    ++*count;
    int rc = await work(times);
    MUST(alive <= 2);
    return rc;
}

static async int limits(void)
{
    int rc = 0, count = 0, spawned = 5;
    scope (s, .limit = 2, .fail_fast = true) {
        task(int) t[3];
        for (int i = 0; i < 3; i++)
            t[i] = spawn work_in_twos(&count, i);
        spawn work_in_twos(&count, 2);
        spawn work_in_twos(&count, 1);
        pirn_cancel(t[2]);
        (void)await pirn_join(t[1], &rc);
        task(int) more = try_spawn work_in_twos(&count, 1);
        spawned += pirn_spawned(more);
        if (!pirn_spawned(more))
            return -ENOMEM;
        int first = await pirn_first(s, &more);
        rc = first ? first : await pirn_all(s);
    }
    MUST(count == spawned);
    MUST(alive == 0);
    return rc;
}

static async int work_in_time(void)
{
    int rc = 0;
    scope (s, .timeout = PIRN_S) {
        rc = await work(2);
    } else {
        MUST(0);
    }
    return rc;
}

/* A deadline is over with its scope. */
static async int timeouts_that_do_not_fire(void)
{
    int rc = await work_in_time(), after = await pirn_sleep(2 * PIRN_S);
    return rc ? rc : after;
}

static async int shielded(int *done)
{
    int rc;
    scope (s, .shield = true) {
        rc = await pirn_sleep(PIRN_MS);
        if (rc == 0)
            rc = await pirn_sleep(PIRN_MS);
        *done += rc == 0;
    }
    return rc;
}

static async int shields(void)
{
    int done = 0, rc;
    scope (s, .timeout = PIRN_MS / 2) {
        task(int) t = spawn shielded(&done);
        rc = await t;
        (void)await pirn_yield_now();
    }
    return rc < 0 ? rc : done == 1 ? 0 : 1;
}

static async int joining(void)
{
    int value = -1;
    scope (wide) {
        task(int) t = spawn work(3);
        scope (s, .timeout = PIRN_MS) {
            int rc = await pirn_join(t, &value);
            if (rc == 0)
                return value;
            MUST(rc == -ECANCELED && value == -1);
        }
        value = await t; /* it is still good */
    }
    return value;
}

struct large {
    long members[20];
};

static async struct large give_large(long n)
{
    struct large large = {{0}};
    for (int i = 0; i < 20; i++)
        large.members[i] = n + i;
    await pirn_yield_now();
    return large;
}

static async int trying(void)
{
    int made = 0, got = 0;
    scope (s) {
        task(struct large) list[4];
        for (int i = 0; i < 4; i++) {
            list[i] = try_spawn give_large(i);
            made += pirn_spawned(list[i]);
        }
        for (int i = 0; i < 4; i++) {
            if (!pirn_spawned(list[i]))
                continue;
            struct large large = await list[i];
            MUST(large.members[19] == i + 19);
            got++;
        }
    }
    MUST(made == got);
    return made == 4 ? 0 : -ENOMEM;
}

static async int depth(int n)
{
    if (n == 0)
        return await pirn_yield_now();
    int rc = await depth(n - 1);
    return rc < 0 ? rc : rc + 1;
}

static async int many_frames(void)
{
    int rc = await depth(20);
    return rc < 0 ? rc : rc == 20 ? 0 : 1;
}

static generator int countdown(int n)
{
    while (n > 0)
        yield n--;
}

static async generator int slow_countdown(int n)
{
    gen(int) g = countdown(n);
    for (int value; pirn_next(g, &value) == 1;) {
        int rc = await pirn_yield_now();
        if (rc < 0) {
            pirn_gen_close(g);
            pirn_fail(rc);
        }
        yield value;
    }
    pirn_gen_close(g);
}

static async int generators(void)
{
    gen(int) g = slow_countdown(3);
    int sum = 0, value, rc;
    while ((rc = await pirn_next(g, &value)) == 1)
        sum += value;
    for (int i = 0; i < 3; i++)
        MUST(await pirn_next(g, &value) == 0);
    await pirn_gen_close(g);
    return rc < 0 ? rc : sum == 6 ? 0 : 1;
}

/* An operation that is completed by a task, or told to stop. */
struct slot {
    pirn_op *op;
    int told;
};

static void slot_start(pirn_op *op, void *arg)
{
    struct slot *slot = arg;
    slot->op = op;
}

static void slot_cancel(pirn_op *op, void *arg)
{
    struct slot *slot = arg;
    MUST(slot->op == op);
    slot->told++;
    slot->op = NULL;
    pirn_complete(op, -ECANCELED);
}

static async int fill(struct slot *slot)
{
    int rc = await pirn_sleep(PIRN_MS);
    if (slot->op) {
        pirn_op *op = slot->op;
        slot->op = NULL;
        pirn_complete(op, 42);
    }
    return rc;
}

static async int operations(void)
{
    struct slot slot = {NULL, 0};
    int rc = 0;
    scope (s) {
        task(int) filler = spawn fill(&slot);
        rc = await pirn_suspend(slot_start, slot_cancel, &slot);
        MUST(!slot.op && slot.told <= 1);
        MUST(rc == 42 || rc == -ECANCELED);
        await filler;
    }
    return rc < 0 ? rc : 0;
}

/* It may be told to stop, once, but goes on to its end. */
static void slot_deaf(pirn_op *op, void *arg)
{
    struct slot *slot = arg;
    MUST(slot->op == op);
    slot->told++;
}

static async int cancel_each(struct pirn_scope *inner, struct pirn_scope *outer)
{
    int rc = await pirn_yield_now();
    pirn_scope_cancel(inner);
    pirn_scope_cancel(outer);
    return rc;
}

static async int deaf_operations(void)
{
    struct slot slot = {NULL, 0};
    int rc = 0;
    scope (fillers) {
        spawn fill(&slot);
        scope (outer) {
            scope (s) {
                spawn_in(fillers)
                    cancel_each(pirn_scope_ref(s), pirn_scope_ref(outer));
                rc = await pirn_suspend(slot_start, slot_deaf, &slot);
                MUST(slot.told <= 1);
                MUST(rc == 42 || (rc == -ECANCELED && !slot.told));
            }
        }
    }
    if (rc == -ECANCELED && pirn_workers() > 1)
        rc = 0; /* they were quicker */
    return rc < 0 ? rc : 0;
}

static async int cancel_soon(struct pirn_scope *s)
{
    alive++;
    int rc = await pirn_yield_now();
    pirn_scope_cancel(s);
    alive--;
    return rc;
}

/* A task cancels a scope in which others begin, wait and end. */
static async int cancelling(void)
{
    int rc = 0;
    scope (outer) {
        scope (s) {
            spawn_in(outer) cancel_soon(pirn_scope_ref(s));
            spawn work(3);
            task(int) t = spawn work(1);
            rc = await t;
            MUST(rc == 0 || rc == -ECANCELED);
            spawn work(2);
        }
        MUST(alive <= 1);
        rc = await pirn_yield_now();
    }
    MUST(alive == 0);
    return rc;
}

static async int closing_deadlines(struct pirn_scope *s)
{
    int rc = 0;
    for (int i = 5; i >= 0 && rc == 0; i--) {
        pirn_scope_set_deadline(s, i * PIRN_MS);
        rc = await pirn_yield_now();
    }
    return rc;
}

static async int moved_deadlines(void)
{
    int rc = 0;
    scope (s, .deadline = PIRN_NEVER) {
        spawn closing_deadlines(pirn_scope_ref(s));
        rc = await pirn_sleep_until(PIRN_NEVER);
    } else {
        return 0;
    }
    return rc;
}

static const struct scenario scenarios[] = {
    {"results", results, 0},
    // expect: results: ok
    {"scopes in scopes", scopes_in_scopes, 0},
    // expect: scopes in scopes: ok
    {"leaving early", leaving_early, 0},
    // expect: leaving early: ok
    {"a sleep and a deadline at once", a_sleep_and_a_deadline_at_once, 0},
    // expect: a sleep and a deadline at once: ok
    {"timeouts that fire", timeouts_that_fire, 0},
    // expect: timeouts that fire: ok
    {"timeouts that do not fire", timeouts_that_do_not_fire, 0},
    // expect: timeouts that do not fire: ok
    {"limits", limits, 0},
    // expect: limits: ok
    {"shields", shields, 0},
    // expect: shields: ok
    {"joining", joining, 0},
    // expect: joining: ok
    {"trying", trying, 0},
    // expect: trying: ok
    {"many frames", many_frames, 0},
    // expect: many frames: ok
    {"generators", generators, 0},
    // expect: generators: ok
    {"operations", operations, 0},
    // expect: operations: ok
    {"deaf operations", deaf_operations, 0},
    // expect: deaf operations: ok
    {"cancelling", cancelling, 0},
    // expect: cancelling: ok
    {"moved deadlines", moved_deadlines, 0},
    // expect: moved deadlines: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
