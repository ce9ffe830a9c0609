/* What each queue, table and dump of the runtime does with n of something, for
 * callgrind to count: from begin() to end(). Its arguments are n, and the one
 * subject that is wanted; if that is missing, it is all of them. It is made for
 * PIRN_CLOCK=virtual, and any number of workers. */
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>
#include <valgrind/callgrind.h>

static const char *subject;

static void begin(void)
{
    CALLGRIND_ZERO_STATS;
}

static void end(void)
{
    CALLGRIND_DUMP_STATS_AT(subject);
}

static void *array(long n, size_t size)
{
    void *block = calloc((size_t)n, size);
    if (!block)
        abort();
    return block;
}

/* A number below n, in an order that is none. */
static long shuffled(long i, long n)
{
    return i * 7919 % n;
}

/* What is measured must find what it would in a table that is only right. */
static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Returns when all tasks wait, on whatever worker they are: only then does a
 * virtual clock go on. */
static async void all_wait(void)
{
    await pirn_sleep(2);
}

/* Tasks -------------------------------------------------------------------- */

static async int give(int i)
{
    await pirn_yield_now();
    return i;
}

static async void tasks(long n)
{
    begin();
    scope (s)
        for (long i = 0; i < n; i++)
            spawn give(1);
    end();
}

static async void awaited_backwards(long n)
{
    task(int) *t = array(n, sizeof *t);
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            t[i] = spawn give(1);
        for (long i = n - 1; i >= 0; i--)
            must(await t[i] == 1);
    }
    end();
    free(t);
}

static async void first_of_all(long n)
{
    begin();
    scope (s) {
        task(int) *all = array(n, sizeof *all), t = 0;
        for (long i = 0; i < n; i++)
            all[i] = spawn give(1);
        for (long i = 0; i < n; i++) {
            must(await pirn_first(s, &t) == 0);
            must(await t == 1);
        }
        free(all);
    }
    end();
}

static async void all_of_a_scope(long n)
{
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn give(1);
        must(await pirn_all(s) == 0);
    }
    end();
}

static async void behind_a_limit(long n)
{
    begin();
    scope (s, .limit = 3)
        for (long i = 0; i < n; i++)
            spawn give(1);
    end();
}

static async int deep(long n)
{
    if (n == 0)
        return await pirn_sleep(PIRN_S);
    int rc = await deep(n - 1);
    return rc;
}

static async void awaits_in_awaits(long n)
{
    begin();
    await deep(n);
    end();
}

static async void named(int i)
{
    pirn_name("task %d", i);
    await pirn_sleep(PIRN_S);
}

static async void names(long n)
{
    begin();
    scope (s)
        for (long i = 0; i < n; i++)
            spawn named((int)i);
    end();
}

/* Time --------------------------------------------------------------------- */

static async int nap(int64_t ns)
{
    return await pirn_sleep(ns);
}

static async void timers(long n)
{
    begin();
    scope (s)
        for (long i = 0; i < n; i++)
            spawn nap(1 + shuffled(i, n) * PIRN_MS);
    end();
}

static async void timers_of_one_time(long n)
{
    begin();
    scope (s)
        for (long i = 0; i < n; i++)
            spawn nap(PIRN_S);
    end();
}

static async void limited(int64_t ns)
{
    scope (s, .timeout = ns)
        await pirn_sleep(PIRN_NEVER);
    must(ns > 0);
}

static async void deadlines(long n)
{
    begin();
    scope (s)
        for (long i = 0; i < n; i++)
            spawn limited(1 + shuffled(i, n) * PIRN_US);
    end();
}

/* Cancellation ------------------------------------------------------------- */

static async void cancelled_together(long n)
{
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn nap(PIRN_NEVER);
        await all_wait();
        begin();
        pirn_scope_cancel(s);
        await pirn_all(s);
    }
    end();
}

static async void cancelled_one_by_one(long n)
{
    task(int) *t = array(n, sizeof *t);
    scope (s) {
        for (long i = 0; i < n; i++)
            t[i] = spawn nap(i % 2 ? PIRN_NEVER : PIRN_S);
        await all_wait();
        begin();
        for (long i = 0; i < n; i++)
            pirn_cancel(t[shuffled(i, n)]);
        for (long i = 0; i < n; i++)
            must(await t[i] == -ECANCELED);
        end();
    }
    free(t);
}

static async int nested(long n)
{
    int rc = 0;
    scope (s)
        rc = n > 0 ? await nested(n - 1) : await pirn_sleep(PIRN_NEVER);
    return rc;
}

static async void scopes_in_scopes(long n)
{
    scope (s) {
        begin();
        task(int) t = spawn nested(n);
        await all_wait();
        pirn_scope_cancel(s);
        must(await t == -ECANCELED);
        end();
    }
}

/* Channels ----------------------------------------------------------------- */

static async int receive(chan(int) c)
{
    int item = 0, rc = await pirn_chan_recv(c, &item);
    return rc < 0 ? rc : item;
}

static async int send(chan(int) c, int item)
{
    return await pirn_chan_send(c, &item);
}

static async void receivers(long n)
{
    chan(int) c = pirn_chan_new(int, 0);
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn receive(c);
        for (long i = 0; i < n; i++)
            await send(c, 1);
    }
    end();
    pirn_chan_free(c);
}

static async void senders(long n)
{
    chan(int) c = pirn_chan_new(int, 2);
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn send(c, 1);
        for (long i = 0; i < n; i++)
            must(await receive(c) == 1);
    }
    end();
    pirn_chan_free(c);
}

static async void receivers_that_give_up(long n)
{
    chan(int) c = pirn_chan_new(int, 0);
    task(int) *t = array(n, sizeof *t);
    scope (s) {
        for (long i = 0; i < n; i++)
            t[i] = spawn receive(c);
        await all_wait();
        begin();
        for (long i = 0; i < n; i++)
            pirn_cancel(t[shuffled(i, n)]);
        for (long i = 0; i < n; i++)
            must(await t[i] == -ECANCELED);
        end();
    }
    free(t);
    pirn_chan_free(c);
}

static async void a_burst(long n)
{
    chan(int) c = pirn_chan_new(int, PIRN_UNLIMITED);
    begin();
    for (long i = 0; i < n; i++)
        await send(c, 1);
    for (long i = 0; i < n; i++)
        must(await receive(c) == 1);
    end();
    pirn_chan_free(c);
}

static async void subscribers(long n)
{
    chan(int) b = pirn_broadcast_new(int, 4, PIRN_SLOW_BLOCKS);
    chan(int) *c = array(n, sizeof *c);
    begin();
    for (long i = 0; i < n; i++)
        c[i] = pirn_broadcast_subscribe(b);
    for (int i = 0; i < 4; i++)
        await send(b, i);
    for (long i = 0; i < n; i++)
        must(await receive(c[shuffled(i, n)]) == 0);
    for (long i = 0; i < n; i++)
        pirn_chan_free(c[shuffled(i, n)]);
    end();
    free(c);
    pirn_chan_free(b);
}

/* Select ------------------------------------------------------------------- */

static async void clauses(long n)
{
    chan(int) *c = array(n, sizeof *c);
    struct pirn_clause *list = array(n, sizeof *list);
    int item = 0;
    for (long i = 0; i < n; i++) {
        c[i] = pirn_chan_new(int, 0);
        list[i] = PIRN_RECV(c[i], &item);
    }
    scope (s) {
        spawn send(c[n / 2], 1);
        begin();
        must(await pirn_select_from(list, (int)n) == n / 2);
        end();
    }
    for (long i = 0; i < n; i++)
        pirn_chan_free(c[i]);
    free(list);
    free(c);
}

static async int choose(chan(int) c, chan(int) d)
{
    int item;
    return await pirn_select(PIRN_RECV(c, &item), PIRN_RECV(d, &item));
}

static async void selects(long n)
{
    chan(int) c = pirn_chan_new(int, 0), d = pirn_chan_new(int, 0);
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn choose(c, d);
        for (long i = 0; i < n; i++)
            await send(i % 2 ? c : d, 1);
    }
    end();
    pirn_chan_free(c);
    pirn_chan_free(d);
}

/* Locks -------------------------------------------------------------------- */

static struct pirn_mutex mutex = PIRN_MUTEX_INIT;
static struct pirn_rwlock rwlock = PIRN_RWLOCK_INIT;
static struct pirn_semaphore semaphore = PIRN_SEMAPHORE_INIT(2);
static struct pirn_event event = PIRN_EVENT_INIT;
static struct pirn_condition condition = PIRN_CONDITION_INIT;
static struct pirn_wait_group group = PIRN_WAIT_GROUP_INIT;
static struct pirn_once once = PIRN_ONCE_INIT;

static async int do_once(void *arg)
{
    (void)arg;
    return await pirn_sleep(1);
}

static async void use_locks(int i)
{
    must(await pirn_mutex_lock(&mutex) == 0);
    await pirn_yield_now();
    pirn_mutex_unlock(&mutex);
    must(await pirn_semaphore_acquire(&semaphore, 1) == 0);
    await pirn_yield_now();
    pirn_semaphore_release(&semaphore, 1);
    if (i % 3)
        must(await pirn_rwlock_rdlock(&rwlock) == 0);
    else
        must(await pirn_rwlock_wrlock(&rwlock) == 0);
    await pirn_yield_now();
    pirn_rwlock_unlock(&rwlock);
    must(await pirn_once(&once, do_once, NULL) == 0);
    must(await pirn_event_wait(&event) == 0);
    must(await pirn_mutex_lock(&mutex) == 0);
    pirn_wait_group_done(&group);
    must(await pirn_condition_wait(&condition, &mutex) == 0);
    pirn_mutex_unlock(&mutex);
}

static async void waiters_of_locks(long n)
{
    once = (struct pirn_once)PIRN_ONCE_INIT;
    pirn_event_clear(&event);
    pirn_wait_group_add(&group, (size_t)n);
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn use_locks((int)i);
        await pirn_sleep(PIRN_S);
        pirn_event_set(&event);
        must(await pirn_wait_group_wait(&group) == 0);
        must(await pirn_mutex_lock(&mutex) == 0);
        pirn_condition_broadcast(&condition);
        pirn_mutex_unlock(&mutex);
    }
    end();
}

/* Outside ------------------------------------------------------------------ */

static async ssize_t read_one(int fd)
{
    uint64_t value;
    return await pirn_read(fd, &value, sizeof value);
}

static async void descriptors(long n)
{
    int *fds = array(n, sizeof *fds);
    for (long i = 0; i < n; i++)
        must((fds[i] = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) >= 0);
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn read_one(fds[i]);
        await all_wait();
        for (long i = 0; i < n; i++)
            eventfd_write(fds[shuffled(i, n)], 1);
    }
    for (long i = 0; i < n; i++)
        await pirn_close(fds[shuffled(i, n)]);
    end();
    free(fds);
}

static async void readers_of_one_descriptor(long n)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn read_one(fd);
        await all_wait();
        eventfd_write(fd, (eventfd_t)n);
    }
    end();
    await pirn_close(fd);
}

static pirn_op **ops;
static _Atomic(long) ops_count;

static void start_op(pirn_op *op, void *arg)
{
    (void)arg;
    ops[ops_count++] = op;
}

static async int wait_for_op(void)
{
    return await pirn_suspend(start_op, NULL, NULL);
}

static async void operations(long n)
{
    ops = array(n, sizeof *ops);
    ops_count = 0;
    begin();
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn wait_for_op();
        await all_wait();
        for (long i = 0; i < n; i++)
            pirn_complete(ops[shuffled(i, n)], 0);
    }
    end();
    free(ops);
}

/* Generators --------------------------------------------------------------- */

static generator int counter(int most)
{
    for (int i = 0; i < most; i++)
        yield i;
}

static async void generators(long n)
{
    gen(int) *g = array(n, sizeof *g);
    int value;
    begin();
    for (long i = 0; i < n; i++)
        g[i] = counter(3);
    for (long i = 0; i < n; i++)
        must(pirn_next(g[shuffled(i, n)], &value) && value == 0);
    for (long i = 0; i < n; i++)
        pirn_gen_close(g[shuffled(i, n)]);
    end();
    free(g);
}

static generator int tree(long n)
{
    yield 1;
    if (n > 0)
        yield_from tree(n - 1);
}

static async void generators_in_generators(long n)
{
    int value, sum = 0;
    begin();
    gen(int) g = tree(n);
    while (pirn_next(g, &value))
        sum += value;
    pirn_gen_close(g);
    end();
    must(sum == n + 1);
}

/* Dumps -------------------------------------------------------------------- */

static void dump(void)
{
    FILE *out = fopen("/dev/null", "w");
    if (!out)
        abort();
    pirn_dump(out);
    fclose(out);
}

static async void dump_of_sleepers(long n)
{
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn nap(PIRN_NEVER);
        await all_wait();
        begin();
        dump();
        end();
        pirn_scope_cancel(s);
    }
}

static async void dump_of_a_limit(long n)
{
    scope (s, .limit = n / 2) {
        task(int) *t = array(n, sizeof *t);
        for (long i = 0; i < n; i++)
            t[i] = spawn nap(PIRN_NEVER);
        for (long i = 0; i < n; i++)
            spawn_in(s) nap(PIRN_NEVER);
        await all_wait();
        begin();
        dump();
        end();
        free(t);
        pirn_scope_cancel(s);
    }
}

static async int join(task(int) * t)
{
    return await pirn_join(*t, NULL);
}

/* Half of them are held back, and somebody waits for each of these. */
static async void dump_of_joins_of_a_limit(long n)
{
    task(int) *t = array(n, sizeof *t);
    scope (around) {
        scope (s, .limit = n / 2) {
            for (long i = 0; i < n; i++) {
                t[i] = spawn nap(PIRN_NEVER);
                spawn_in(around) join(&t[i]);
            }
            await all_wait();
            begin();
            dump();
            end();
            pirn_scope_cancel(around);
        }
    }
    free(t);
}

static async void hold_and_lock(struct pirn_mutex *m, long i)
{
    must(await pirn_mutex_lock(&m[i]) == 0);
    await pirn_sleep(1); /* all have one */
    if (await pirn_mutex_lock(&m[i + 1]) == 0)
        pirn_mutex_unlock(&m[i + 1]);
    pirn_mutex_unlock(&m[i]);
}

static async void dump_of_a_chain_of_locks(long n)
{
    struct pirn_mutex *m = array(n + 1, sizeof *m);
    must(await pirn_mutex_lock(&m[n]) == 0);
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn hold_and_lock(m, i);
        await all_wait();
        begin();
        dump();
        end();
        pirn_mutex_unlock(&m[n]);
    }
    free(m);
}

static async void dump_of_waiters_of_one_lock(long n)
{
    struct pirn_mutex m = PIRN_MUTEX_INIT;
    must(await pirn_mutex_lock(&m) == 0);
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn pirn_mutex_lock(&m);
        await all_wait();
        begin();
        dump();
        end();
        pirn_scope_cancel(s);
    }
    pirn_mutex_unlock(&m);
}

static async void dump_of_scopes_in_scopes(long n)
{
    scope (s) {
        spawn nested(n);
        await all_wait();
        begin();
        dump();
        end();
        pirn_scope_cancel(s);
    }
}

static async void dump_of_awaits_in_awaits(long n)
{
    scope (s) {
        spawn deep(n);
        await all_wait();
        begin();
        dump();
        end();
    }
}

static async void descend(long n)
{
    scope (s) {
        if (n > 0)
            spawn descend(n - 1);
        await pirn_sleep(PIRN_NEVER);
    }
}

static async void dump_of_children_of_children(long n)
{
    scope (s) {
        spawn descend(n);
        await all_wait();
        begin();
        dump();
        end();
        pirn_scope_cancel(s);
    }
}

static async void dump_of_names(long n)
{
    scope (s) {
        for (long i = 0; i < n; i++)
            spawn named((int)i);
        await all_wait();
        begin();
        dump();
        end();
    }
}

/* What is left open, for PIRN_DEBUG=1 to tell of at exit. */
static async void generators_left_open(long n)
{
    int value;
    begin();
    for (long i = 0; i < n; i++) {
        gen(int) g = counter(3);
        must(pirn_next(g, &value));
    }
    end();
}

/* The test of the test ----------------------------------------------------- */

/* What must be found to grow too fast: each waiter is looked for in a list. */
static async void a_search_for_each(long n)
{
    long *list = array(n, sizeof *list), found = 0;
    for (long i = 0; i < n; i++)
        list[i] = shuffled(i, n);
    begin();
    for (long i = 0; i < n; i++) {
        await pirn_yield_now();
        for (long at = 0; list[at] != i; at++)
            found++;
    }
    end();
    must(found > 0);
    free(list);
}

static struct {
    const char *name;
    async void (*run)(long n);
} subjects[] = {
    {"tasks", tasks},
    {"tasks awaited backwards", awaited_backwards},
    {"pirn_first", first_of_all},
    {"pirn_all", all_of_a_scope},
    {"tasks behind a limit", behind_a_limit},
    {"awaits in awaits", awaits_in_awaits},
    {"names", names},
    {"timers", timers},
    {"timers of one time", timers_of_one_time},
    {"deadlines", deadlines},
    {"tasks cancelled together", cancelled_together},
    {"tasks cancelled one by one", cancelled_one_by_one},
    {"scopes in scopes", scopes_in_scopes},
    {"receivers", receivers},
    {"senders", senders},
    {"receivers that give up", receivers_that_give_up},
    {"a burst", a_burst},
    {"subscribers", subscribers},
    {"clauses", clauses},
    {"selects", selects},
    {"waiters of locks", waiters_of_locks},
    {"descriptors", descriptors},
    {"readers of one descriptor", readers_of_one_descriptor},
    {"operations", operations},
    {"generators", generators},
    {"generators in generators", generators_in_generators},
    {"dump: sleepers", dump_of_sleepers},
    {"dump: a limit", dump_of_a_limit},
    {"dump: joins of a limit", dump_of_joins_of_a_limit},
    {"dump: a chain of locks", dump_of_a_chain_of_locks},
    {"dump: waiters of one lock", dump_of_waiters_of_one_lock},
    {"dump: scopes in scopes", dump_of_scopes_in_scopes},
    {"dump: awaits in awaits", dump_of_awaits_in_awaits},
    {"dump: children of children", dump_of_children_of_children},
    {"dump: names", dump_of_names},
    {"generators left open", generators_left_open},
    {"a search for each", a_search_for_each},
};

async int main(int argc, char **argv)
{
    long n = argc > 1 ? atol(argv[1]) : 100;
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        subject = subjects[i].name;
        if (argc > 2 && strcmp(argv[2], subject) != 0)
            continue;
        await subjects[i].run(n);
    }
    return 0;
}
