// A function of the program's that drops an item, copies one, or is to cancel an
// operation, may take as long as it likes: meanwhile another worker uses the
// same channel, selects, locks and scopes. Here it waits until that has been
// done.
// threads: no, a thread that takes turns keeps its own while it waits in a function
// asan
#include <pirn.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_bool has_begun, may_end;
static pirn_op *operation;
static struct pirn_mutex mutex;
static struct pirn_condition condition;

/* The first time. */
static void take_long(void *item)
{
    (void)item;
    if (atomic_exchange(&has_begun, true))
        return;
    while (!may_end)
        sched_yield();
}

static void cancel(pirn_op *op, void *arg)
{
    take_long(arg);
    pirn_complete(op, -ECANCELED);
}

static void start(pirn_op *op, void *arg)
{
    (void)arg;
    operation = op;
}

static async void signal_it(void)
{
    await pirn_mutex_lock(&mutex);
    pirn_condition_signal(&condition);
    pirn_mutex_unlock(&mutex);
}

/* What takes locks of objects, and that of the runtime. */
static async void use_others(void)
{
    chan(int) c = pirn_chan_new(int, 0);
    int sent = 1, got = 0;
    scope (s) {
        spawn pirn_chan_send(c, &sent);
        await pirn_select(PIRN_RECV(c, &got), PIRN_AFTER(PIRN_NEVER));
        spawn pirn_sleep(PIRN_NEVER);
        await pirn_mutex_lock(&mutex);
        spawn signal_it();
        await pirn_condition_wait(&condition, &mutex);
        pirn_mutex_unlock(&mutex);
        pirn_scope_cancel(s);
    }
    pirn_chan_free(c);
    printf("got %d\n", got);
}

/* On another worker, while the function runs that is called by c, if it is of a
 * channel. from: where an item comes from. */
static async int use(chan(int) c, chan(int) from)
{
    int n = 0;
    while (!has_begun)
        await pirn_yield_now();
    if (from) {
        await pirn_select(PIRN_RECV(from, &n), PIRN_AFTER(0));
        n = n * 10 + (pirn_chan_try_send(c, &(int){7}) == -EAGAIN);
    }
    await use_others();
    may_end = true;
    return n;
}

static void begin(void)
{
    has_begun = may_end = false;
}

static async void replace(void)
{
    chan(int) c = pirn_chan_new(int, PIRN_CONFLATED);
    int n = 0;
    begin();
    pirn_chan_set_drop(c, take_long);
    scope (s, .pinned = true) {
        task(int) other = spawn_on (1) use(c, c);
        await pirn_chan_send(c, &(int){1});
        await pirn_chan_send(c, &(int){2}); /* 1 is dropped */
        n = await other;
    }
    pirn_chan_try_recv(c, &n);
    printf("replaced: %d\n", n);
    begin();
    scope (s, .pinned = true) { /* what is left */
        pirn_chan_try_send(c, &n);
        spawn_on (1) use(NULL, NULL);
        pirn_chan_free(c);
    }
}

static async void send_to_all(enum pirn_slow slow, bool copies)
{
    chan(int) hub = pirn_broadcast_new(int, 1, slow);
    int n = 0, m = 0, seen = 0;
    begin();
    if (copies)
        pirn_broadcast_set_copy(hub, take_long);
    else /* the receivers take it over when they subscribe */
        pirn_chan_set_drop(hub, take_long);
    chan(int) a = pirn_broadcast_subscribe(hub);
    chan(int) b = pirn_broadcast_subscribe(hub);
    scope (s, .pinned = true) {
        task(int) other = spawn_on (1) use(hub, a);
        await pirn_chan_send(hub, &(int){1});
        if (!copies) /* 1 is lost, by both */
            await pirn_chan_send(hub, &(int){2});
        seen = await other;
    }
    printf("seen: %d", seen);
    n = pirn_chan_try_recv(a, &n) == 0 ? n : -1;
    m = pirn_chan_try_recv(b, &m) == 0 ? m : -1;
    printf(", then %d %d\n", n, m);
    pirn_chan_free(a);
    pirn_chan_free(b);
    pirn_chan_free(hub);
}

static async void end_operation(void)
{
    begin();
    scope (s, .pinned = true) {
        spawn_on (1) use(NULL, NULL);
        scope (inner) {
            spawn pirn_suspend(start, cancel, NULL);
            while (!operation)
                await pirn_yield_now();
            await pirn_yield_now();
            pirn_scope_cancel(inner);
        }
    }
}

static async void program(void)
{
    await replace();
    // The other one takes 2 out, puts 7 in.
    // expect: got 1
    // expect: replaced: 7
    // expect: got 1
    await send_to_all(PIRN_SLOW_BLOCKS, true);
    // There is nothing yet, and it cannot send: somebody does.
    // expect: got 1
    // expect: seen: 1, then 1 1
    await send_to_all(PIRN_SLOW_LOSES_OLDEST, false);
    // It gets 2 of one, and sends 7 to both.
    // expect: got 1
    // expect: seen: 20, then 7 7
    await end_operation();
    // expect: got 1
}

int main(void)
{
    pirn_run_with(&(struct pirn_options){.workers = 2}, program());
    return 0;
}
