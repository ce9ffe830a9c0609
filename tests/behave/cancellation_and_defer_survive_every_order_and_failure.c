// Cancelled tasks, failing children, shields, defers, and waiting for what ends
// first or for all, in many orders, cancelled everywhere, and with everything
// that can fail failing.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

static int first_error(int a, int b)
{
    return a < 0 ? a : b;
}

/* Waits, then returns value, or what made it stop. */
static async int give(int value, int64_t ns)
{
    alive++;
    int rc = await pirn_sleep(ns);
    alive--;
    return rc < 0 ? rc : value;
}

/* Children that fail ------------------------------------------------------- */

/* What the first child of the scope to fail has returned. */
static int failed_first;

static async int fail(int value, int64_t ns)
{
    int rc = await give(value, ns);
    if (!failed_first && !(rc == -ECANCELED && pirn_is_cancelled()))
        failed_first = rc;
    return rc;
}

/* Two fail at once, one is in time, one is not, and the body waits. */
static async int failing_children(void)
{
    int rc, error = 0;
    bool was_due = false;
    failed_first = 0;
    scope (s, .fail_fast = true) {
        spawn fail(-EIO, 2 * PIRN_MS);
        spawn fail(-EPIPE, 2 * PIRN_MS);
        spawn give(1, PIRN_MS);
        task(int) t = spawn give(1, PIRN_S);
        rc = await pirn_sleep(PIRN_S);
        MUST(rc == 0 || rc == -ECANCELED);
        MUST(rc == 0 || pirn_is_cancelled());
        rc = await t;
        MUST(rc == 1 || rc == -ECANCELED);
        error = pirn_scope_error(s);
    } else {
        was_due = true;
        MUST(pirn_scope_error(s) < 0 && !pirn_scope_timed_out(s));
        MUST(pirn_scope_error(s) == error || !error);
        MUST(pirn_scope_error(s) == failed_first || pirn_workers() > 1);
    }
    MUST(alive == 0);
    MUST(rc < 0); /* nobody has slept so long */
    return was_due ? 0 : rc;
}

/* The body is stopped in whatever it waits for. */
static async int stop_the_body(int how)
{
    chan(int) c = pirn_chan_try_new(int, 0);
    struct pirn_event never = PIRN_EVENT_INIT;
    int rc = -ENOMEM, n = -1, value = 0;
    bool was_due = false, was_told = false;
    if (!c)
        return rc;
    failed_first = 0;
    scope (s, .fail_fast = true) {
        task(int) t = spawn fail(-EIO, PIRN_MS), first = PIRN_NO_TASK;
        spawn give(0, PIRN_S);
        if (how == 0)
            rc = await pirn_chan_recv(c, &n);
        else if (how == 1)
            rc = await pirn_select(PIRN_SEND(c, &n), PIRN_AFTER(PIRN_S),
                                   PIRN_RECV(c, &n));
        else if (how == 2)
            rc = await pirn_event_wait(&never);
        else if (how == 3)
            rc = await pirn_all(s);
        else if (how == 4)
            rc = await pirn_first(s, &first);
        else if (how == 5)
            rc = await pirn_join(t, &value);
        else
            rc = await pirn_select(PIRN_RECV(c, &n), PIRN_JOIN(t, &value));
        was_told = how == 5 ? rc == 0 : how > 5 && rc == 1;
        MUST(rc == -ECANCELED || (how == 3 && (rc < 0 || pirn_workers() > 1)) ||
             (how == 4 && first == t) || was_told);
        MUST(was_told || value == 0);
        MUST(n == -1);
    } else {
        was_due = true;
        MUST(pirn_scope_error(s) == failed_first && failed_first < 0);
        /* A task that waits for the one that failed gets what it returned. */
        MUST(how < 5 || (was_told && value == failed_first));
    }
    MUST(alive == 0);
    pirn_chan_free(c);
    if (rc >= 0 && pirn_workers() > 1)
        rc = -ECANCELED; /* all were stopped, and t was told first */
    return was_due ? 0 : rc < 0 ? rc : 1;
}

static async int stopped_bodies(void)
{
    int rc = 0;
    for (int how = 0; how < 7 && rc == 0; how++)
        rc = await stop_the_body(how);
    return rc;
}

/* One that is asked to stop does not fail; what it makes of it may. */
static async int be_stubborn(int value)
{
    int rc = await give(0, PIRN_S);
    if (rc == -ECANCELED && value)
        failed_first = failed_first ? failed_first : value;
    return rc == -ECANCELED && value ? value : rc;
}

static async int cancelled_children(int value)
{
    int rc;
    bool was_due = false;
    failed_first = 0;
    scope (s, .fail_fast = true) {
        task(int) t = spawn be_stubborn(value);
        rc = await pirn_sleep(PIRN_MS);
        bool was_cancelled = pirn_is_cancelled();
        pirn_cancel(t);
        pirn_cancel(t);
        MUST(pirn_is_cancelled() == was_cancelled || pirn_workers() > 1);
        int got = await t;
        MUST(got == (value ? value : -ECANCELED));
        MUST(pirn_scope_error(s) == value);
        MUST(!value || pirn_is_cancelled());
        if (!value)
            rc = first_error(rc, await pirn_sleep(PIRN_MS));
    } else {
        was_due = true;
        MUST(value && pirn_scope_error(s) == value);
    }
    return rc < 0 || was_due ? rc : value; /* asked before that */
}

static async int children_that_are_cancelled(void)
{
    int rc = await cancelled_children(0);
    return rc < 0 ? rc : await cancelled_children(-EIO);
}

/* A single task ------------------------------------------------------------ */

struct stage {
    chan(int) c;
    struct pirn_mutex mutex;
    struct pirn_semaphore units;
    struct pirn_event event;
    int stopped, shielded;
};

static async int wait_somehow(struct stage *st, int how)
{
    int n = -1, rc = 0;
    alive++;
    switch (how) {
    case 0:
        rc = await pirn_chan_recv(st->c, &n);
        break;
    case 1:
        rc = await pirn_mutex_lock(&st->mutex);
        break;
    case 2:
        rc = await pirn_semaphore_acquire(&st->units, 2);
        break;
    case 3:
        rc = await pirn_select(PIRN_RECV(st->c, &n), PIRN_AFTER(PIRN_S));
        break;
    case 4: /* it is stopped below, and after the shield */
        scope (shield, .shield = true) {
            st->shielded++;
            rc = await pirn_sleep(3 * PIRN_MS);
            st->shielded--;
        }
        rc = first_error(rc, await pirn_sleep(PIRN_S));
        break;
    case 5:
        scope (s) {
            task(int) t = spawn wait_somehow(st, 0);
            spawn wait_somehow(st, 2);
            rc = await t;
        }
        break;
    case 6:
        scope (s, .timeout = PIRN_S) {
            task(int) t = spawn give(0, PIRN_S);
            rc = await pirn_first(s, &t);
            MUST(rc < 0 || pirn_workers() > 1); /* t was told first */
            if (rc == 0)
                rc = await t;
        } else {
            rc = -ECANCELED;
        }
        break;
    default:
        rc = await pirn_event_wait(&st->event);
    }
    MUST(rc == -ECANCELED && n == -1);
    st->stopped++;
    alive--;
    return rc;
}

/* Each is stopped, where it waits or before it has begun, and nobody else. */
static async int cancel_each(bool at_once)
{
    enum { WAYS = 8 };
    struct stage st = {.c = pirn_chan_try_new(int, 0)};
    int rc, got;
    if (!st.c)
        return -ENOMEM;
    rc = await pirn_mutex_lock(&st.mutex);
    if (rc < 0) {
        pirn_chan_free(st.c);
        return rc;
    }
    scope (s) {
        task(int) t[WAYS], bystander = spawn give(5, 2 * PIRN_MS);
        for (int i = 0; i < WAYS; i++)
            t[i] = spawn wait_somehow(&st, i);
        if (!at_once)
            rc = await pirn_sleep(PIRN_MS);
        for (int i = 0; i < WAYS; i++)
            pirn_cancel(t[i]);
        for (int i = WAYS; i-- > 0;)
            MUST(await t[i] == -ECANCELED);
        got = await bystander;
        MUST(got == 5 || got == -ECANCELED);
    }
    pirn_mutex_unlock(&st.mutex);
    MUST(pirn_mutex_try_lock(&st.mutex) == 0);
    pirn_mutex_unlock(&st.mutex);
    pirn_chan_free(st.c);
    MUST(alive == 0 && st.shielded == 0 && st.stopped == WAYS + 2);
    return rc < 0 ? rc : got < 0 ? got : 0;
}

static async int tasks_that_are_cancelled(void)
{
    int rc = await cancel_each(false);
    return rc < 0 ? rc : await cancel_each(true);
}

/* What came in time came. */
static async int cancel_soon(task(int) t)
{
    int rc = await pirn_sleep(PIRN_MS);
    pirn_cancel(t);
    return rc;
}

static async int results_and_cancellations(void)
{
    int rc, value;
    scope (s) {
        task(int) t = spawn give(1, PIRN_MS);
        task(int) u = spawn cancel_soon(t);
        rc = await u;
        value = await t;
    }
    MUST(value == 1 || value == -ECANCELED);
    return rc;
}

/* First, all --------------------------------------------------------------- */

enum { TASKS = 4 };

static int ended[TASKS + 1], count;

static async int end_in_turn(int n, int64_t ns)
{
    int rc = await give(0, ns);
    ended[count++] = n;
    (void)rc;
    return n;
}

/* Each once, in the order in which they end, but one that is awaited. */
static async int firsts(void)
{
    int rc, got[TASKS], told = 0;
    count = 0;
    scope (s) {
        task(int) t[TASKS], next;
        for (int i = 0; i < TASKS; i++)
            t[i] = spawn end_in_turn(i, i / 2 * PIRN_MS);
        spawn give(0, PIRN_MS); /* has no handle, so is not given */
        MUST(await t[2] == 2);
        while ((rc = await pirn_first(s, &next)) == 0) {
            for (int i = 0; i < TASKS; i++)
                MUST(next != t[i] || i != 2);
            got[told++] = await next;
        }
        MUST(rc == -ENOENT || rc == -ECANCELED);
    }
    MUST(count == TASKS && alive == 0);
    MUST(told == TASKS - 1 || rc == -ECANCELED);
    int seen[TASKS] = {0};
    for (int i = 0; i < told; i++)
        MUST(!seen[got[i]]++ && got[i] != 2);
    return rc == -ENOENT ? 0 : rc;
}

/* The same where nothing else ends, so that the order is known. */
static async int firsts_in_order(void)
{
    int rc, told = 0;
    count = 0;
    scope (s) {
        task(int) t = PIRN_NO_TASK;
        for (int i = 0; i < TASKS; i++)
            t = spawn end_in_turn(i, (TASKS - i) / 2 * PIRN_MS);
        while ((rc = await pirn_first(s, &t)) == 0) {
            int n = await t;
            MUST(ended[told] == n || pirn_workers() > 1);
            if (told++ == 1)
                t = spawn end_in_turn(TASKS, PIRN_MS);
        }
        MUST(rc == -ENOENT || rc == -ECANCELED);
        MUST(rc == -ECANCELED || told == TASKS + 1);
    }
    return rc == -ENOENT ? 0 : rc;
}

static async int first_of_another(struct pirn_scope *s, int *told)
{
    int rc;
    task(int) t;
    while ((rc = await pirn_first(s, &t)) == 0) {
        MUST(await t >= 0);
        ++*told;
    }
    MUST(rc == -ENOENT || rc == -ECANCELED);
    return rc == -ENOENT ? 0 : rc;
}

static async int all_of_another(struct pirn_scope *s)
{
    int rc = await pirn_all(s);
    MUST(rc == -ECANCELED || (rc == 0 && count == TASKS));
    return rc;
}

/* Several wait for the same tasks, and share them. */
static async int shared_firsts(void)
{
    int rc = 0, told = 0;
    count = 0;
    scope (outer) {
        task(int) a, b, c, t[TASKS];
        scope (s) {
            for (int i = 0; i < TASKS; i++)
                t[i] = spawn_in (s) end_in_turn(i, i / 2 * PIRN_MS);
            a = spawn_in (outer) first_of_another(pirn_scope_ref(s), &told);
            b = spawn_in (outer) first_of_another(pirn_scope_ref(s), &told);
            c = spawn_in (outer) all_of_another(pirn_scope_ref(s));
            rc = await pirn_all(s);
            MUST(rc == -ECANCELED || (rc == 0 && count == TASKS));
            rc = first_error(rc, await a);
            rc = first_error(rc, await b);
            rc = first_error(rc, await c);
        }
    }
    MUST(rc < 0 ? told <= TASKS : told == TASKS);
    return rc;
}

/* In a shield it is waited on, although a child has failed. */
static async int shields_that_wait(void)
{
    int rc = -1, all = 0, got = 0;
    failed_first = 0;
    bool was_due = false, is_done = false;
    scope (s, .fail_fast = true) {
        task(int) t = spawn give(3, 2 * PIRN_MS);
        spawn fail(-EIO, PIRN_MS);
        scope (shield, .shield = true, .timeout = PIRN_S) {
            all = await pirn_all(s);
            MUST(all == failed_first || all == -ECANCELED);
            rc = await pirn_sleep(PIRN_MS);
            is_done = rc == 0;
        }
        MUST(!is_done || alive == 0 || all == -ECANCELED);
        got = await t;
        MUST(got == 3 || got == -ECANCELED);
        rc = first_error(rc, await pirn_yield_now());
    } else {
        was_due = true;
        MUST(failed_first < 0 && pirn_scope_error(s) == failed_first);
    }
    return was_due && is_done && all < 0 ? 0 : rc < 0 ? rc : 1;
}

/* Defers ------------------------------------------------------------------- */

/* Entered, and left by a defer. What a defer waits for happens. */
static int opened, closed;

static async void close_it(struct pirn_mutex *mutex)
{
    MUST(!pirn_is_cancelled());
    MUST(await pirn_sleep(PIRN_MS) == 0);
    MUST(await pirn_mutex_lock(mutex) == 0);
    MUST(await pirn_yield_now() == 0);
    pirn_mutex_unlock(mutex);
    closed++;
}

static void tidy(int *n)
{
    closed += *n;
}

enum road { END, BREAK, CONTINUE, GOTO, RETURN, ROADS };

static async int take_road(enum road road, struct pirn_mutex *mutex)
{
    int rc = 0;
    for (int i = 0; i < 2; i++) {
        opened++;
        defer await close_it(mutex);
        scope (s, .timeout = PIRN_S) {
            opened += 2;
            defer await close_it(mutex);
            __attribute__((cleanup(tidy), unused)) int one = 1;
            spawn give(0, PIRN_MS);
            {
                opened++;
                defer {
                    await close_it(mutex);
                }
                rc = await pirn_sleep(PIRN_MS / 2);
                if (road == BREAK)
                    break;
                if (road == CONTINUE)
                    continue;
                if (road == GOTO)
                    goto out;
                if (road == RETURN || rc < 0)
                    return rc;
            }
            rc = await pirn_yield_now();
        }
    }
out:
    return rc;
}

static async int roads(enum road from, enum road to)
{
    struct pirn_mutex mutex = PIRN_MUTEX_INIT;
    int rc = 0;
    opened = closed = 0;
    scope (s) {
        task(int) t[ROADS];
        for (enum road road = from; road < to; road++)
            t[road] = spawn take_road(road, &mutex);
        for (enum road road = from; road < to; road++)
            rc = first_error(rc, await t[road]);
    }
    MUST(opened == closed && alive == 0);
    return rc;
}

static async int defers(void)
{
    int rc = await roads(END, GOTO);
    return rc < 0 ? rc : await roads(GOTO, ROADS);
}

/* A task is cancelled while it is in its defer, or before, or after. */
static async int defer_then_wait(struct pirn_mutex *mutex)
{
    alive++;
    opened++;
    {
        defer await close_it(mutex);
        (void)await pirn_yield_now();
    }
    int rc = await pirn_sleep(PIRN_MS);
    alive--;
    return rc;
}

static async int cancelled_in_a_defer(void)
{
    struct pirn_mutex mutex = PIRN_MUTEX_INIT;
    int rc = 0;
    opened = closed = 0;
    scope (s) {
        task(int) t[3];
        for (int i = 0; i < 3; i++)
            t[i] = spawn defer_then_wait(&mutex);
        for (int i = 0; i < 3; i++) {
            pirn_cancel(t[i]);
            rc = first_error(rc, await pirn_sleep(PIRN_MS / 2));
        }
        for (int i = 0; i < 3; i++) {
            int got = await t[i];
            MUST(got == 0 || got == -ECANCELED);
        }
    }
    MUST(opened == closed && closed == 3);
    return rc;
}

/* A scope in a defer may have a limit of its own. */
static async int limits_in_defers(void)
{
    int rc = 0;
    bool was_due = false;
    {
        defer {
            scope (limit, .timeout = PIRN_MS) {
                spawn give(0, PIRN_S);
                (void)await pirn_sleep(PIRN_S);
            } else {
                was_due = true;
            }
        }
        rc = await pirn_yield_now();
    }
    MUST(alive == 0 && pirn_now() <= PIRN_MS);
    rc = first_error(rc, await pirn_yield_now());
    return rc < 0 || was_due ? rc : -ECANCELED;
}

/* Generators -------------------------------------------------------------- */

static async generator int numbers(struct pirn_mutex *mutex, int n)
{
    opened++;
    defer await close_it(mutex);
    for (int i = 0; i < n; i++) {
        opened++;
        defer await close_it(mutex);
        int rc = await pirn_sleep(PIRN_MS);
        if (rc < 0)
            pirn_fail(rc);
        yield i;
    }
}

/* To the end, or closed after so many. */
static async int count_to(struct pirn_mutex *mutex, int most)
{
    gen(int) g = numbers(mutex, 2);
    int rc = 1, value, n = 0;
    while (n < most && (rc = await pirn_next(g, &value)) == 1)
        MUST(value == n++);
    await pirn_gen_close(g);
    return rc < 0 ? rc : n == (most < 2 ? most : 2) ? 0 : 1;
}

static async int generators(void)
{
    struct pirn_mutex mutex = PIRN_MUTEX_INIT;
    int rc = 0;
    opened = closed = 0;
    scope (s) {
        task(int) t[3];
        for (int i = 0; i < 3; i++)
            t[i] = spawn count_to(&mutex, i + 1);
        for (int i = 0; i < 3; i++) {
            int got = await t[i];
            rc = rc ? rc : got;
        }
    }
    MUST(opened == closed);
    return rc;
}

static const struct scenario scenarios[] = {
    {"failing children", failing_children, 0},
    // expect: failing children: ok
    {"stopped bodies", stopped_bodies, 0},
    // expect: stopped bodies: ok
    {"children that are cancelled", children_that_are_cancelled, 0},
    // expect: children that are cancelled: ok
    {"tasks that are cancelled", tasks_that_are_cancelled, 0},
    // expect: tasks that are cancelled: ok
    {"results and cancellations", results_and_cancellations, 0},
    // expect: results and cancellations: ok
    {"firsts", firsts, 0},
    // expect: firsts: ok
    {"firsts in order", firsts_in_order, 0},
    // expect: firsts in order: ok
    {"shared firsts", shared_firsts, 0},
    // expect: shared firsts: ok
    {"shields that wait", shields_that_wait, 0},
    // expect: shields that wait: ok
    {"defers", defers, 0},
    // expect: defers: ok
    {"cancelled in a defer", cancelled_in_a_defer, 0},
    // expect: cancelled in a defer: ok
    {"limits in defers", limits_in_defers, 0},
    // expect: limits in defers: ok
    {"generators", generators, 0},
    // expect: generators: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
