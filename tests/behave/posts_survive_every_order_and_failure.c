// Functions that are posted, in many orders, cancelled everywhere, and with
// everything that can fail failing, are each called once, in order.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

struct count {
    pirn_runtime *runtime;
    struct pirn_event event;
    int posted, called;
};

struct call {
    struct count *count;
    int number;
};

/* No task's turn is interrupted: so nobody else counts meanwhile. */
static void call(void *arg)
{
    struct call *c = arg;
    MUST(c->count->called == c->number);
    c->count->called++;
    free(c);
}

static void set(void *arg)
{
    struct count *count = arg;
    MUST(count->called == count->posted);
    pirn_event_set(&count->event);
}

static int post_call(struct count *count)
{
    struct call *c = malloc(sizeof *c);
    *c = (struct call){count, count->posted};
    int rc = pirn_post(count->runtime, call, c);
    if (rc == 0)
        count->posted++;
    else
        free(c);
    MUST(rc == 0 || rc == -ENOMEM);
    return rc;
}

static async int post_some(struct count *count)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < 3 && rc == 0; i++) {
        rc = post_call(count);
        if (rc == 0)
            rc = await pirn_yield_now();
    }
    alive--;
    return rc;
}

static int first_error(int a, int b)
{
    return a < 0 ? a : b;
}

/* The release is behind all posts; and whoever waits for the last is woken. */
static async int several(void)
{
    struct count count = {.runtime = pirn_runtime_hold()};
    int rc = 0;
    if (!count.runtime)
        return -ENOMEM;
    scope (s) {
        task(int) a = spawn post_some(&count), b = spawn post_some(&count);
        rc = first_error(await a, await b);
    }
    int posted = pirn_post(count.runtime, set, &count);
    pirn_runtime_release(count.runtime);
    while (count.called < count.posted)
        scope (s, .shield = true)
            await pirn_yield_now();
    if (posted == 0)
        scope (s, .shield = true)
            while (!pirn_event_is_set(&count.event))
                await pirn_event_wait(&count.event);
    return first_error(rc, posted);
}

struct cancelling {
    struct pirn_scope *scope;
    bool done;
};

static void cancel(void *arg)
{
    struct cancelling *c = arg;
    pirn_scope_cancel(c->scope);
    c->done = true;
}

static async int wait_long(void)
{
    alive++;
    int rc = await pirn_sleep(PIRN_S);
    alive--;
    return rc;
}

/* A post may cancel what a task waits in. */
static async int cancelled(void)
{
    pirn_runtime *runtime = pirn_runtime_hold();
    int rc = 0, posted = -ENOMEM;
    if (!runtime)
        return -ENOMEM;
    scope (s) {
        struct cancelling c = {pirn_scope_ref(s), false};
        posted = pirn_post(runtime, cancel, &c);
        if (posted == 0) {
            spawn wait_long();
            rc = await wait_long();
            MUST(rc == -ECANCELED);
        }
        while (posted == 0 && !c.done)
            scope (inner, .shield = true)
                await pirn_yield_now();
    }
    pirn_runtime_release(runtime);
    return posted < 0 ? posted : 0;
}

static const struct scenario scenarios[] = {
    {"several", several, 0},     // expect: several: ok
    {"cancelled", cancelled, 0}, // expect: cancelled: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
