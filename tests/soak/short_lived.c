/* short_lived SEED [WORKERS [chosen]]: a random program in which every object
 * lives in a scope that is soon over: what lies on the frame of a task that
 * may move is used, waited for and cancelled by tasks on all workers, and gone
 * right after the last of them. chosen: as in everything.c.
 *
 * It ends with 1, and a sentence, if a lock lets two in, if a result is not
 * what was returned, if a generator yields out of order, or if an object is in
 * use when the scope of all its users has ended. */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <pirn.h>

#include "parts/chance.h"

enum {
    WANDERERS = 10,
    ROUNDS = 3,
    STEPS = 10,
    DEPTH = 3,
    UNITS = 3, /* of the semaphore */
    ONCE = 7,  /* the result of what is done once */
    SECONDS = 120,
};

struct objects {
    struct pirn_mutex mutex;
    struct pirn_condition condition;
    struct pirn_rwlock rwlock;
    struct pirn_semaphore semaphore;
    struct pirn_event event;
    struct pirn_wait_group group;
    struct pirn_once once;
    chan(int) c, d, news;
    struct pirn_scope *scope; /* that of all who use these */
    int in_mutex;
    atomic_int times_once;
};

struct large {
    long values[40];
};

static async int pause_a_little(unsigned *r)
{
    switch (below(r, 7)) {
    case 0:
        return await pirn_sleep(below(r, 200) * PIRN_US);
    case 1:
    case 2:
        return await pirn_yield_now();
    case 3:
        return await pirn_move_to((unsigned)below(r, 8));
    case 4:
        for (volatile int left = below(r, 30000); left > 0; left--)
            ;
        return 0;
    default:
        return 0;
    }
}

/* What gives results ------------------------------------------------------- */

static async struct large give_large(unsigned r)
{
    struct large large;
    await pause_a_little(&r);
    for (int i = 0; i < 40; i++)
        large.values[i] = (long)r + i;
    return large;
}

static async long give_multiple(unsigned r)
{
    await pause_a_little(&r);
    pirn_name("multiple of %u", r);
    await pause_a_little(&r);
    return (long)r * 3;
}

static async int fail(unsigned r)
{
    await pause_a_little(&r);
    return below(&r, 3) ? 0 : -EIO;
}

static async void take_results(struct objects *o, unsigned *r)
{
    int item;
    scope (s) {
        task(struct large) one = spawn give_large(next(r));
        task(long) other =
            spawn_on((unsigned)below(r, 8)) give_multiple(next(r));
        struct large large;
        long multiple;
        if (below(r, 3) == 0)
            pirn_cancel(other);
        switch (below(r, 4)) {
        case 0:
            large = await one;
            MUST(large.values[39] == large.values[0] + 39);
            MUST(await other % 3 == 0);
            break;
        case 1:
            if (await pirn_join(other, &multiple) == 0)
                MUST(multiple % 3 == 0);
            break;
        case 2:
            if (await pirn_select(
                    PIRN_JOIN(one, &large), PIRN_JOIN(other, &multiple),
                    PIRN_RECV(o->c, &item), PIRN_AFTER(150 * PIRN_US)) == 0)
                MUST(large.values[39] == large.values[0] + 39);
            break;
        default:
            break;
        }
    }
}

static generator int numbers(int from, int to)
{
    for (int i = from; i < to; i++)
        yield i;
}

static async generator int slow_numbers(int to, unsigned r)
{
    defer await pirn_yield_now();
    for (int i = 0; i < to / 2; i++) {
        await pause_a_little(&r);
        yield i;
    }
    gen(int) rest = numbers(to / 2, to);
    yield_from rest;
}

static async void take_numbers(unsigned *r)
{
    int wanted = below(r, 12), number, i = 0;
    gen(int) g = slow_numbers(1 + below(r, 9), next(r));
    while (i < wanted && await pirn_next(g, &number) == 1)
        MUST(number == i++);
    MUST(await pirn_gen_close(g) <= 0);
}

/* An operation that a thread of its own completes -------------------------- */

static void *complete(void *op)
{
    usleep(30);
    pirn_complete(op, 0);
    return NULL;
}

static void start_thread(pirn_op *op, void *arg)
{
    pthread_t thread;
    (void)arg;
    if (pthread_create(&thread, NULL, complete, op) == 0)
        pthread_detach(thread);
    else
        pirn_complete(op, 0);
}

/* What uses the objects ---------------------------------------------------- */

static async int do_once(void *arg)
{
    struct objects *o = arg;
    int rc = await pirn_sleep(20 * PIRN_US);
    if (rc < 0)
        return rc;
    o->times_once++;
    return ONCE;
}

static async void be_in_mutex(struct objects *o, unsigned *r)
{
    if (await pirn_mutex_lock(&o->mutex) != 0)
        return;
    MUST(o->in_mutex++ == 0);
    await pause_a_little(r);
    switch (below(r, 3)) {
    case 0: {
        o->in_mutex--;
        int rc = await pirn_condition_wait(&o->condition, &o->mutex);
        MUST(rc == 0 || rc == -ECANCELED);
        MUST(o->in_mutex++ == 0);
        break;
    }
    case 1:
        pirn_condition_signal(&o->condition);
        break;
    default:
        pirn_condition_broadcast(&o->condition);
    }
    MUST(o->in_mutex-- == 1);
    pirn_mutex_unlock(&o->mutex);
}

static async void lock_something(struct objects *o, unsigned *r)
{
    size_t units = 1 + (size_t)below(r, UNITS);
    switch (below(r, 5)) {
    case 0:
        if (await pirn_rwlock_rdlock(&o->rwlock) == 0) {
            await pause_a_little(r);
            pirn_rwlock_unlock(&o->rwlock);
        }
        break;
    case 1:
        if (await pirn_rwlock_wrlock(&o->rwlock) == 0) {
            await pause_a_little(r);
            pirn_rwlock_unlock(&o->rwlock);
        }
        break;
    case 2:
        if (await pirn_semaphore_acquire(&o->semaphore, units) == 0) {
            await pause_a_little(r);
            pirn_semaphore_release(&o->semaphore, units);
        }
        break;
    default:
        await be_in_mutex(o, r);
    }
}

static async void wait_for_something(struct objects *o, unsigned *r)
{
    int rc;
    switch (below(r, 5)) {
    case 0:
        pirn_event_set(&o->event);
        break;
    case 1:
        pirn_event_clear(&o->event);
        break;
    case 2:
        await pirn_event_wait(&o->event);
        break;
    case 3:
        await pirn_wait_group_wait(&o->group);
        break;
    default:
        rc = await pirn_once(&o->once, do_once, o);
        MUST(rc == ONCE || rc == -ECANCELED);
    }
}

static async void pass_something(struct objects *o, unsigned *r)
{
    int item = 1, got;
    switch (below(r, 5)) {
    case 0:
        await pirn_chan_send(o->c, &item);
        break;
    case 1:
        await pirn_chan_recv(o->c, &got);
        break;
    case 2:
        await pirn_select(PIRN_SEND(o->c, &item), PIRN_RECV(o->d, &got),
                          PIRN_AFTER(below(r, 200) * PIRN_US));
        break;
    case 3:
        await pirn_select_fair(PIRN_SEND(o->d, &item), PIRN_RECV(o->c, &got));
        break;
    default: {
        chan(int) mine = pirn_broadcast_subscribe(o->news);
        await pirn_select(PIRN_RECV(mine, &got), PIRN_SEND(o->news, &item),
                          PIRN_AFTER(100 * PIRN_US));
        pirn_chan_free(mine);
    }
    }
}

static async int visit(struct objects *o, unsigned r, int depth);

static async void act(struct objects *o, unsigned *r, int depth)
{
    int64_t later;
    switch (below(r, 16)) {
    case 0 ... 4:
        await lock_something(o, r);
        break;
    case 5 ... 8:
        await wait_for_something(o, r);
        break;
    case 9 ... 11:
        await pass_something(o, r);
        break;
    case 12:
        await take_numbers(r);
        await pirn_suspend(start_thread, NULL, NULL);
        break;
    case 13:
        await take_results(o, r);
        break;
    case 14:
        if (depth < DEPTH)
            spawn_in(o->scope) visit(o, next(r), depth + 1);
        break;
    default:
        later = pirn_now() + (100 + below(r, 900)) * PIRN_US;
        pirn_scope_set_deadline(o->scope, later);
        await pause_a_little(r);
    }
}

/* The scope that objects live in ------------------------------------------- */

static void make_objects(struct objects *o, unsigned *r)
{
    *o = (struct objects){.semaphore = PIRN_SEMAPHORE_INIT(UNITS)};
    o->c = pirn_chan_new(int, below(r, 3));
    o->d = pirn_chan_new(int, below(r, 2) ? 0 : PIRN_CONFLATED);
    o->news = pirn_broadcast_new(int, 2, (enum pirn_slow)below(r, 3));
    pirn_wait_group_add(&o->group, 1);
}

/* Nobody has a lock any more, and nobody waits. */
static void end_objects(struct objects *o)
{
    MUST(o->in_mutex == 0 && !o->mutex.owner);
    MUST(!o->rwlock.readers && !o->rwlock.owner);
    MUST(o->semaphore.count == UNITS && o->times_once <= 1);
    MUST(!o->mutex.waiters.last && !o->condition.waiters.last);
    MUST(!o->rwlock.waiters.last && !o->semaphore.waiters.last);
    MUST(!o->event.waiters.last && !o->group.waiters.last);
    pirn_chan_free(o->c);
    pirn_chan_free(o->d);
    pirn_chan_free(o->news);
}

static async void end_somehow(struct objects *o, task(int) t, unsigned *r)
{
    task(int) next_one;
    int value;
    switch (below(r, 10)) {
    case 0:
        pirn_scope_cancel(o->scope);
        break;
    case 1:
        pirn_cancel(t);
        break;
    case 2:
        while (await pirn_first(o->scope, &next_one) == 0)
            (void)await next_one;
        break;
    case 3:
        (void)await pirn_all(o->scope);
        break;
    case 4:
        (void)await t;
        break;
    case 5:
        (void)await pirn_select(PIRN_JOIN(t, &value), PIRN_AFTER(60 * PIRN_US));
        break;
    case 6:
        (void)await pirn_move_to((unsigned)below(r, 8));
        break;
    case 7:
        pirn_chan_close(o->c);
        break;
    case 8:
        pirn_chan_close(o->news);
        pirn_scope_set_deadline(o->scope, pirn_now());
        break;
    default:
        pirn_wait_group_done(&o->group);
    }
}

static async void stay(unsigned *r, int depth)
{
    struct objects o;
    int64_t timeout = 1 + below(r, 800) * PIRN_US;
    int limit = below(r, 3) ? 100 : 1 + below(r, 3), count = 1 + below(r, 4);
    make_objects(&o, r);
    scope (s, .timeout = timeout, .limit = limit, .pinned = below(r, 5) == 0,
           .fail_fast = below(r, 4) == 0, .shield = below(r, 6) == 0) {
        task(int) t = spawn fail(next(r));
        o.scope = pirn_scope_ref(s);
        for (int i = 0; i < count; i++) {
            if (below(r, 2))
                spawn visit(&o, next(r), depth + 1);
            else
                t = spawn_on((unsigned)below(r, 8))
                    visit(&o, next(r), depth + 1);
            if (below(r, 4) == 0)
                await pause_a_little(r);
        }
        await end_somehow(&o, t, r);
    } else {
        await pause_a_little(r);
    }
    end_objects(&o);
}

static async int visit(struct objects *o, unsigned r, int depth)
{
    if (below(&r, 3) == 0)
        pirn_name("visitor %d deep", depth);
    for (int i = 0; i < STEPS && !pirn_is_cancelled(); i++)
        if (depth < DEPTH && below(&r, 6) == 0)
            await stay(&r, depth);
        else
            await act(o, &r, depth);
    return below(&r, 5) ? depth : -EIO;
}

static async void wander(unsigned r)
{
    for (int i = 0; i < ROUNDS; i++)
        await stay(&r, 0);
}

static async void look_on(void)
{
    FILE *nowhere = fopen("/dev/null", "w");
    for (int i = 0; i < ROUNDS; i++) {
        await pirn_sleep(300 * PIRN_US);
        pirn_dump(nowhere);
    }
    fclose(nowhere);
}

static async int wander_about(unsigned r)
{
    scope (s) {
        for (int i = 0; i < WANDERERS; i++)
            spawn wander(next(&r));
        if (below(&r, 3) == 0)
            spawn look_on();
    }
    return 0;
}

int main(int argc, char **argv)
{
    return run_by_chance(argc, argv, SECONDS, wander_about);
}
