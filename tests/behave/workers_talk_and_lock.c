// Channels, selects and locks between tasks of several workers: nothing is
// lost, nothing comes twice, and what a lock protects is whole.
// asan
// expect: ok
#include "parts/wander.h"
#include <pirn.h>
#include <stdio.h>

enum { ITEMS = 60, TASKS = 6 };

/* -- channels -- */

static async long produce(chan(long) c, unsigned seed)
{
    long sum = 0;
    for (int i = 0; i < ITEMS; i++) {
        long v = next(&seed) % 1000;
        if (await pirn_chan_send(c, &v) == 0)
            sum += v;
        await wander(&seed);
    }
    return sum;
}

static async long consume(chan(long) c, unsigned seed)
{
    long sum = 0, v;
    while (await pirn_chan_recv(c, &v) == 0) {
        sum += v;
        await wander(&seed);
    }
    return sum;
}

/* Takes from either, and sends on what it gets. */
static async void forward(chan(long) a, chan(long) b, chan(long) out,
                          unsigned seed)
{
    long v, w;
    int rc = 0, is_a_open = 1, is_b_open = 1;
    while (is_a_open || is_b_open) {
        int i = await pirn_select(
            is_a_open ? PIRN_RECV(a, &v, &rc) : PIRN_AFTER(PIRN_S),
            is_b_open ? PIRN_RECV(b, &w, &rc) : PIRN_AFTER(PIRN_S),
            PIRN_AFTER(20 * PIRN_US));
        if (i == 0 && is_a_open && rc < 0)
            is_a_open = 0;
        else if (i == 1 && is_b_open && rc < 0)
            is_b_open = 0;
        else if (i == 0 && is_a_open)
            await pirn_chan_send(out, &v);
        else if (i == 1 && is_b_open)
            await pirn_chan_send(out, &w);
        await wander(&seed);
    }
}

static async int channels(unsigned seed)
{
    static const int capacities[] = {0, 1, 7, PIRN_UNLIMITED};
    chan(long) a = pirn_chan_new(long, capacities[seed % 4]);
    chan(long) b = pirn_chan_new(long, capacities[seed / 4 % 4]);
    chan(long) out = pirn_chan_new(long, capacities[seed / 2 % 4]);
    long sent = 0, received = 0;
    scope (all) {
        task(long) consumers[TASKS];
        for (int i = 0; i < TASKS; i++)
            consumers[i] = spawn consume(out, next(&seed));
        scope (s) {
            task(long) producers[TASKS];
            for (int i = 0; i < TASKS; i++)
                producers[i] = spawn produce(i % 2 ? a : b, next(&seed));
            spawn forward(a, b, out, next(&seed));
            spawn forward(b, a, out, next(&seed));
            for (int i = 0; i < TASKS; i++)
                sent += await producers[i];
            pirn_chan_close(a);
            pirn_chan_close(b);
        }
        pirn_chan_close(out);
        for (int i = 0; i < TASKS; i++)
            received += await consumers[i];
    }
    pirn_chan_free(a);
    pirn_chan_free(b);
    pirn_chan_free(out);
    if (sent != received)
        printf("%ld sent, %ld received\n", sent, received);
    return sent == received;
}

static async long listen_to(chan(int) sub)
{
    long sum = 0;
    int v;
    while (await pirn_chan_recv(sub, &v) == 0)
        sum += v;
    pirn_chan_free(sub);
    return sum;
}

static async int broadcasts(unsigned seed)
{
    chan(int) b = pirn_broadcast_new(int, 3, PIRN_SLOW_BLOCKS);
    long sum = 0;
    scope (s) {
        task(long) subs[TASKS];
        for (int i = 0; i < TASKS; i++)
            subs[i] = spawn listen_to(pirn_broadcast_subscribe(b));
        for (int i = 1; i <= ITEMS; i++) {
            await pirn_chan_send(b, &i);
            await wander(&seed);
        }
        pirn_chan_close(b);
        for (int i = 0; i < TASKS; i++)
            sum += await subs[i];
    }
    pirn_chan_free(b);
    return sum == TASKS * ITEMS * (ITEMS + 1) / 2;
}

/* -- locks -- */

static struct shared {
    struct pirn_mutex mutex;
    struct pirn_condition is_even;
    struct pirn_rwlock rwlock;
    struct pirn_semaphore semaphore;
    struct pirn_event event;
    struct pirn_once once;
    struct pirn_wait_group group;
    long a, b, c, d; /* b follows a, d follows c */
    int inside, most, begun, is_done;
} shared;

static async int begin(void *arg)
{
    (void)arg;
    await pirn_yield_now();
    shared.begun++;
    return 7;
}

static async void use(unsigned seed)
{
    struct shared *x = &shared;
    if (await pirn_once(&x->once, begin, NULL) != 7)
        puts("once");
    await pirn_event_wait(&x->event);
    for (int i = 0; i < ITEMS; i++) {
        await pirn_mutex_lock(&x->mutex);
        x->a++;
        await wander(&seed);
        x->b++;
        if (x->a != x->b)
            puts("mutex");
        if (x->a % 2)
            pirn_condition_signal(&x->is_even);
        else
            pirn_condition_broadcast(&x->is_even);
        pirn_mutex_unlock(&x->mutex);

        await pirn_rwlock_rdlock(&x->rwlock);
        long c = x->c;
        await wander(&seed);
        if (c != x->c || c != x->d)
            puts("rwlock");
        pirn_rwlock_unlock(&x->rwlock);
        if (next(&seed) % 4 == 0) {
            await pirn_rwlock_wrlock(&x->rwlock);
            x->c++;
            await wander(&seed);
            x->d++;
            pirn_rwlock_unlock(&x->rwlock);
        }

        size_t n = 1 + next(&seed) % 3;
        await pirn_semaphore_acquire(&x->semaphore, n);
        int inside = __atomic_add_fetch(&x->inside, (int)n, __ATOMIC_RELAXED);
        if (inside > 3)
            puts("semaphore");
        await wander(&seed);
        __atomic_sub_fetch(&x->inside, (int)n, __ATOMIC_RELAXED);
        pirn_semaphore_release(&x->semaphore, n);
    }
    pirn_wait_group_done(&x->group);
}

static async long watch(void)
{
    struct shared *x = &shared;
    long seen = 0;
    await pirn_mutex_lock(&x->mutex);
    while (!x->is_done) {
        await pirn_condition_wait(&x->is_even, &x->mutex);
        seen++;
    }
    pirn_mutex_unlock(&x->mutex);
    return seen;
}

static async int locks(unsigned seed)
{
    shared = (struct shared){.semaphore = PIRN_SEMAPHORE_INIT(3)};
    scope (s) {
        task(long) w = spawn watch();
        pirn_wait_group_add(&shared.group, TASKS);
        for (int i = 0; i < TASKS; i++)
            spawn use(next(&seed));
        await wander(&seed);
        pirn_event_set(&shared.event);
        await pirn_wait_group_wait(&shared.group);
        await pirn_mutex_lock(&shared.mutex);
        shared.is_done = 1;
        pirn_condition_broadcast(&shared.is_even);
        pirn_mutex_unlock(&shared.mutex);
        await w;
    }
    return shared.a == TASKS * ITEMS && shared.a == shared.b &&
           shared.c == shared.d && shared.begun == 1;
}

static async int round_of(unsigned seed)
{
    int ok = 1;
    scope (s) {
        task(int) a = spawn channels(seed);
        task(int) b = spawn broadcasts(next(&seed));
        task(int) c = spawn locks(next(&seed));
        ok &= await a;
        ok &= await b;
        ok &= await c;
    }
    return ok;
}

int main(void)
{
    for (int workers = 1; workers <= 8; workers *= 2)
        for (unsigned seed = 1; seed <= 8; seed++)
            if (!pirn_run_with(&(struct pirn_options){.workers = workers},
                               round_of(seed))) {
                printf("%d workers, seed %u\n", workers, seed);
                return 1;
            }
    puts("ok");
    return 0;
}
