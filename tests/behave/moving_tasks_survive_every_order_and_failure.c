// Tasks that go from worker to worker take along what is theirs: deadlines, the
// cancellation of scopes around them, what they have been sent; in many orders,
// cancelled everywhere, and with everything that can fail failing.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

/* On the other worker, if there is one. */
static async int cross(void)
{
    return await pirn_move_to((pirn_worker() + 1) % pirn_workers());
}

/* Sleeps for a second, but for the deadline of a scope that it had before it
 * went to another worker. */
static async int be_cut_elsewhere(void)
{
    int rc = 0;
    bool is_cut = false;
    int64_t begin = pirn_now();
    alive++;
    scope (s, .timeout = 10 * PIRN_MS) {
        rc = await cross();
        if (rc == 0)
            rc = await pirn_sleep(PIRN_S);
    } else {
        is_cut = pirn_scope_timed_out(s);
    }
    MUST(pirn_now() - begin < 20 * PIRN_MS);
    MUST(is_cut || rc < 0);
    alive--;
    return is_cut ? 0 : rc;
}

static async int a_deadline_goes_along(void)
{
    int rc = 0;
    scope (s) {
        task(int) a = spawn be_cut_elsewhere();
        task(int) b = spawn be_cut_elsewhere();
        int first = await a, second = await b;
        rc = first ? first : second;
    }
    return rc;
}

/* In a scope of its own, which nobody cancels but by the one around it. */
static async int sleep_elsewhere(void)
{
    int rc = 0;
    alive++;
    scope (own) {
        rc = await cross();
        if (rc == 0)
            rc = await pirn_sleep(PIRN_S);
    }
    alive--;
    return rc;
}

static async int a_cancellation_meets_who_is_under_way(void)
{
    int64_t begin = pirn_now();
    scope (s) {
        for (int i = 0; i < 3; i++)
            spawn sleep_elsewhere();
        (void)await pirn_yield_now();
        pirn_scope_cancel(s);
    }
    MUST(pirn_now() - begin < PIRN_S);
    MUST(alive == 0);
    return 0;
}

/* Is woken by another worker's task, in a scope with a deadline. */
static async int receive_in_time(chan(int) c, int *sum)
{
    int rc = 0, item = 0;
    bool is_late = false;
    alive++;
    for (int i = 0; i < 3 && rc == 0; i++) {
        scope (s, .timeout = PIRN_S) {
            rc = await pirn_chan_recv(c, &item);
        } else {
            is_late = true;
        }
        if (rc == 0)
            *sum += item;
    }
    MUST(!is_late);
    alive--;
    return rc;
}

static async int send_from_both(chan(int) c)
{
    int rc = 0;
    alive++;
    for (int i = 1; i <= 3 && rc == 0; i++) {
        rc = await cross();
        if (rc == 0)
            rc = await pirn_chan_send(c, &i);
    }
    pirn_chan_close(c);
    alive--;
    return rc;
}

static async int items_find_who_has_moved(void)
{
    int rc = 0, sum = 0;
    chan(int) c = pirn_chan_try_new(int, 0);
    if (!c)
        return -ENOMEM;
    scope (s, .fail_fast = true) {
        task(int) receiver = spawn receive_in_time(c, &sum);
        task(int) sender = spawn send_from_both(c);
        int first = await sender, second = await receiver;
        rc = first ? first : second == -EPIPE ? 0 : second;
    }
    MUST(alive == 0);
    pirn_chan_free(c);
    return rc ? rc : sum != 6;
}

/* Two that talk come together, wherever they are; each item is there once. */
static async int produce(chan(int) c, int count)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < count && rc == 0; i++)
        rc = await pirn_chan_send(c, &i);
    alive--;
    return rc;
}

static async int consume(chan(int) c, int count, int *sum)
{
    int rc = 0, item;
    alive++;
    for (int i = 0; i < count && rc == 0; i++) {
        rc = await pirn_chan_recv(c, &item);
        if (rc == 0)
            *sum += item;
        if (rc == 0 && i % 2 == 0)
            rc = await pirn_yield_now();
    }
    alive--;
    return rc;
}

static async int who_talks_comes_together(void)
{
    enum { COUNT = 5 };
    int rc = 0, sum = 0;
    chan(int) c = pirn_chan_try_new(int, 1);
    if (!c)
        return -ENOMEM;
    scope (s, .fail_fast = true) {
        task(int) producer = spawn_on(0) produce(c, COUNT);
        task(int) consumer =
            spawn_on(pirn_workers() - 1) consume(c, COUNT, &sum);
        int first = await producer, second = await consumer;
        rc = first ? first : second;
    }
    MUST(alive == 0);
    pirn_chan_free(c);
    return rc ? rc : sum != COUNT * (COUNT - 1) / 2;
}

/* A mutex that is handed over between workers is held by one at a time. */
static struct pirn_mutex mutex;
static int holders;

static async int hold(int times)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < times && rc == 0; i++) {
        rc = await pirn_mutex_lock(&mutex);
        if (rc < 0)
            break;
        MUST(holders++ == 0);
        rc = await pirn_yield_now();
        MUST(holders-- == 1);
        pirn_mutex_unlock(&mutex);
        if (rc == 0)
            rc = await cross();
    }
    alive--;
    return rc;
}

static async int a_mutex_goes_round(void)
{
    int rc = 0;
    scope (s) {
        task(int) t[3];
        for (int i = 0; i < 3; i++)
            t[i] = spawn hold(2);
        for (int i = 0; i < 3; i++) {
            int result = await t[i];
            rc = rc ? rc : result;
        }
    }
    MUST(alive == 0 && holders == 0);
    return rc;
}

static const struct scenario scenarios[] = {
    {"a deadline goes along", a_deadline_goes_along, 0},
    // expect: a deadline goes along: ok
    {"a cancellation meets who is under way",
     a_cancellation_meets_who_is_under_way, 0},
    // expect: a cancellation meets who is under way: ok
    {"items find who has moved", items_find_who_has_moved, 0},
    // expect: items find who has moved: ok
    {"who talks comes together", who_talks_comes_together, 3000},
    // expect: who talks comes together: ok
    {"a mutex goes round", a_mutex_goes_round, 0},
    // expect: a mutex goes round: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
