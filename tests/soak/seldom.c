/* seldom SEED [WORKERS [chosen]]: a random program of what few programs do, for
 * the runtime: operations that are spawned by themselves, selects of many
 * clauses, several of them for the same channel, broadcasts of what is counted,
 * tasks that cancel themselves, defers in cancelled scopes, large and aligned
 * results, calls as deep as the native stack, dumps in the midst of it all.
 * chosen: in a test, which chooses the order of everything.
 *
 * What a task uses lies among its own locals, and is looked at when the scope
 * of the tasks that have used it is over: nobody waits for it any more, and it
 * is as it was. Every scope has a time limit; a wake-up that is lost shows as
 * a program that is stuck, or by SIGALRM. */
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>

#include <pirn.h>

#include "parts/chance.h"

enum {
    WANDERERS = 10,
    STEPS = 8,
    DEPTH = 2,
    CLAUSES = 70,
    SECONDS = 120, /* by then it is over */
};

/* Calls that are deeper than the native stack, unless nothing but it is there
 * for them. */
#ifdef __PIRN_THREADS__
enum { LEVELS = 2000 };
#else
enum { LEVELS = 9000 };
#endif

static atomic_int alive; /* tasks that have begun and not ended */
static FILE *dumps;

static async int pause_a_little(unsigned *r)
{
    switch (below(r, 5)) {
    case 0:
        return await pirn_sleep(below(r, 200) * PIRN_US);
    case 1:
    case 2:
        return await pirn_yield_now();
    case 3:
        return await pirn_move_to((unsigned)below(r, 8));
    default:
        return 0;
    }
}

static async int work(unsigned r, int times)
{
    alive++;
    for (int i = 0; i < times; i++)
        await pause_a_little(&r);
    alive--;
    return 0;
}

static int64_t some_time(unsigned *r)
{
    return 1 + below(r, 400) * PIRN_US;
}

/* Operations that are spawned ---------------------------------------------- */

struct things {
    struct pirn_semaphore semaphore;
    struct pirn_event event;
    struct pirn_wait_group group;
    struct pirn_rwlock rwlock;
    chan(int) channel, rendezvous;
    struct pirn_clause clauses[3];
    int in, out, fds[2];
};

enum { ACQUIRE, READ_LOCK, KINDS = 14 };

static async bool get_things(struct things *things, unsigned *r)
{
    *things = (struct things){.semaphore = PIRN_SEMAPHORE_INIT(2)};
    if (pipe(things->fds) != 0)
        return false;
    things->channel = pirn_chan_new(int, below(r, 3));
    things->rendezvous = pirn_chan_new(int, 0);
    things->clauses[0] = PIRN_RECV(things->channel, &things->in);
    things->clauses[1] = PIRN_SEND(things->rendezvous, &things->out);
    things->clauses[2] =
        below(r, 2) ? PIRN_AFTER(50 * PIRN_US) : PIRN_READABLE(things->fds[0]);
    pirn_wait_group_add(&things->group, 1);
    return true;
}

static async void put_things_away(struct things *things)
{
    MUST(things->semaphore.count == 2 && !things->semaphore.waiters.last);
    MUST(!things->event.waiters.last && !things->group.waiters.last);
    MUST(!things->rwlock.readers && !things->rwlock.waiters.last);
    pirn_chan_free(things->channel);
    pirn_chan_free(things->rendezvous);
    await pirn_close(things->fds[0]);
    await pirn_close(things->fds[1]);
}

static task(int) start(struct pirn_scope *s, struct things *things, int kind)
{
    switch (kind) {
    case ACQUIRE:
        return spawn_in(s) pirn_semaphore_acquire(&things->semaphore, 1);
    case READ_LOCK:
        return spawn_in(s) pirn_rwlock_rdlock(&things->rwlock);
    case 2:
        return spawn_in(s) pirn_chan_send(things->channel, &things->out);
    case 3:
        return spawn_in(s) pirn_chan_recv(things->channel, &things->in);
    case 4:
        return spawn_in(s) pirn_chan_send(things->rendezvous, &things->out);
    case 5:
        return spawn_in(s) pirn_chan_recv(things->rendezvous, &things->in);
    case 6:
        return spawn_in(s) pirn_event_wait(&things->event);
    case 7:
        return spawn_in(s) pirn_wait_group_wait(&things->group);
    case 8:
        return spawn_in(s) pirn_select_from(things->clauses, 3);
    case 9:
        return spawn_in(s) pirn_select_fair_from(things->clauses, 2);
    case 10:
        return spawn_in(s) pirn_poll(things->fds[0], POLLIN);
    case 11:
        return spawn_in(s) pirn_write_all(things->fds[1], "abc", 3, NULL);
    case 12:
        return spawn_in(s) pirn_sleep(100 * PIRN_US);
    default:
        return spawn_in(s) pirn_yield_now();
    }
}

static async void spawn_operations(unsigned *r)
{
    struct things things;
    int limit = below(r, 2) ? 100 : 1 + below(r, 3), count = below(r, 16);
    if (!await get_things(&things, r))
        return;
    scope (s, .timeout = some_time(r), .limit = limit) {
        task(int) tasks[16];
        int kinds[16];
        for (int i = 0; i < count; i++) {
            kinds[i] = below(r, KINDS);
            tasks[i] = start(s, &things, kinds[i]);
            if (below(r, 5) == 0)
                pirn_cancel(tasks[i]);
            if (below(r, 5) == 0)
                await pause_a_little(r);
        }
        if (below(r, 2))
            pirn_event_set(&things.event);
        if (below(r, 2))
            pirn_wait_group_done(&things.group);
        if (below(r, 2))
            pirn_chan_close(things.channel);
        for (int i = 0; i < count; i++) {
            int rc = await tasks[i];
            if (rc == 0 && kinds[i] == ACQUIRE)
                pirn_semaphore_release(&things.semaphore, 1);
            if (rc == 0 && kinds[i] == READ_LOCK)
                pirn_rwlock_unlock(&things.rwlock);
        }
    }
    await put_things_away(&things);
}

/* Selects of many clauses -------------------------------------------------- */

struct choice {
    chan(int) channels[4];
    int fds[2], in[CLAUSES], out[CLAUSES], rc[CLAUSES];
    struct pirn_clause clauses[CLAUSES];
};

enum { UNTOUCHED = 12345 };

static struct pirn_clause choose(struct choice *choice, int i, unsigned *r)
{
    chan(int) c = below(r, 8) ? choice->channels[below(r, 4)] : NULL;
    int64_t time = below(r, 300) * PIRN_US;
    int *rc = &choice->rc[i];
    switch (below(r, 7)) {
    case 0:
    case 1:
        return PIRN_RECV(c, &choice->in[i], rc);
    case 2:
    case 3:
        return PIRN_SEND(c, &choice->out[i], rc);
    case 4:
        return PIRN_AFTER(time);
    case 5:
        return PIRN_UNTIL(pirn_now() + time);
    default:
        return below(r, 2) ? PIRN_READABLE(choice->fds[0], rc)
                           : PIRN_WRITABLE(choice->fds[1], rc);
    }
}

static void clear(struct choice *choice, int i)
{
    choice->in[i] = -1;
    choice->rc[i] = UNTOUCHED;
}

static async void select_some(struct choice *choice, int count, unsigned *r)
{
    for (int i = 0; i < count; i++) {
        clear(choice, i);
        choice->out[i] = i;
        choice->clauses[i] = choose(choice, i, r);
    }
    for (int round = 0; round < 3; round++) {
        int which = below(r, 2)
                        ? await pirn_select_from(choice->clauses, count)
                        : await pirn_select_fair_from(choice->clauses, count);
        for (int i = 0; i < count; i++)
            MUST(i == which ||
                 (choice->in[i] == -1 && choice->rc[i] == UNTOUCHED));
        if (which < 0)
            return;
        clear(choice, which);
    }
}

static async void select_much(unsigned *r)
{
    struct choice choice;
    int count = below(r, 4) ? below(r, 6) : below(r, CLAUSES), item = 1;
    if (pipe(choice.fds) != 0)
        return;
    for (int i = 0; i < 4; i++) {
        choice.channels[i] = pirn_chan_new(int, below(r, 3));
        if (below(r, 3) == 0)
            pirn_chan_try_send(choice.channels[i], &item);
        if (below(r, 6) == 0)
            pirn_chan_close(choice.channels[i]);
    }
    scope (s, .timeout = some_time(r)) {
        await select_some(&choice, count, r);
    }
    for (int i = 0; i < 4; i++)
        pirn_chan_free(choice.channels[i]);
    await pirn_close(choice.fds[0]);
    await pirn_close(choice.fds[1]);
}

/* Broadcasts of what is counted -------------------------------------------- */

enum { COUNTED = 40 };

struct counted {
    atomic_int holders;
};
typedef struct counted *counted;

struct news {
    chan(counted) hub;
    struct counted items[COUNTED];
    atomic_int count;
};

static void hold(void *item)
{
    MUST((*(counted *)item)->holders++ > 0);
}

static void let_go(void *item)
{
    MUST((*(counted *)item)->holders-- > 0);
}

static counted new_item(struct news *news)
{
    int i = news->count++;
    if (i >= COUNTED)
        return NULL;
    news->items[i].holders = 1;
    return &news->items[i];
}

static async void tell(struct news *news, unsigned r)
{
    counted item;
    for (int n = below(&r, 6); n > 0 && (item = new_item(news)); n--) {
        int rc = below(&r, 3) ? await pirn_chan_send(news->hub, &item)
                              : pirn_chan_try_send(news->hub, &item);
        if (rc < 0)
            let_go(&item);
        await pause_a_little(&r);
    }
}

/* Receives, and now and then sends, by the same select. */
static async void listen(struct news *news, unsigned r)
{
    chan(counted) mine = pirn_broadcast_subscribe(news->hub);
    for (int n = below(&r, 10); n > 0; n--) {
        counted in = NULL, out = below(&r, 3) ? NULL : new_item(news);
        chan(counted) hub = out ? news->hub : NULL;
        int received = -1, sent = -1;
        if (below(&r, 2))
            await pirn_select(PIRN_RECV(mine, &in, &received),
                              PIRN_SEND(hub, &out, &sent),
                              PIRN_AFTER(below(&r, 100) * PIRN_US));
        else
            await pirn_select_fair(PIRN_RECV(mine, &in, &received),
                                   PIRN_SEND(hub, &out, &sent));
        MUST(received == 0 || !in);
        if (in)
            let_go(&in);
        if (out && sent < 0)
            let_go(&out);
        await pause_a_little(&r);
    }
    pirn_chan_free(mine);
}

static async void spread_news(unsigned *r)
{
    struct news news = {.count = 0};
    news.hub = pirn_broadcast_new(counted, 1 + below(r, 3),
                                  (enum pirn_slow)below(r, 3));
    pirn_broadcast_set_copy(news.hub, hold);
    pirn_chan_set_drop(news.hub, let_go);
    scope (s, .timeout = some_time(r)) {
        for (int n = 2 + below(r, 6); n > 0; n--) {
            task(void) t;
            if (below(r, 3))
                t = spawn listen(&news, next(r));
            else
                t = spawn tell(&news, next(r));
            if (below(r, 6) == 0)
                pirn_cancel(t);
            await pause_a_little(r);
        }
        if (below(r, 3) == 0)
            pirn_chan_close(news.hub);
    }
    pirn_chan_free(news.hub);
    for (int i = 0; i < COUNTED; i++)
        MUST(news.items[i].holders == 0);
}

/* Scopes, defers, cancellation --------------------------------------------- */

static async void clean(atomic_int *count, unsigned r)
{
    MUST(!pirn_is_cancelled());
    MUST(await pirn_yield_now() == 0);
    scope (s, .timeout = some_time(&r)) {
        spawn work(next(&r), 1);
        if (below(&r, 3) == 0)
            pirn_scope_cancel(s);
    }
    ++*count;
}

static async int leave(atomic_int *begun, atomic_int *cleaned, unsigned r,
                       int depth)
{
    for (int i = 0; i < 3; i++) {
        int64_t timeout = below(&r, 3) ? PIRN_NEVER : some_time(&r);
        scope (s, .timeout = timeout, .fail_fast = below(&r, 4) == 0) {
            ++*begun;
            defer
            {
                pirn_scope_cancel(s); /* which has ended */
                await clean(cleaned, next(&r));
            }
            if (depth < DEPTH) {
                task(int) t = spawn leave(begun, cleaned, next(&r), depth + 1);
                if (below(&r, 3) == 0)
                    pirn_cancel(t);
            }
            await pause_a_little(&r);
            if (below(&r, 4) == 0)
                return -EIO;
            if (below(&r, 4) == 0)
                continue;
            if (below(&r, 4) == 0)
                pirn_scope_cancel(s);
        } else {
            ++*begun;
            defer++ *cleaned;
            await pause_a_little(&r);
            if (below(&r, 3) == 0)
                return 0;
        }
    }
    return 0;
}

static async void leave_scopes(unsigned *r)
{
    atomic_int begun = 0, cleaned = 0;
    scope (s, .timeout = some_time(r)) {
        task(int) t = spawn leave(&begun, &cleaned, next(r), 0);
        await pause_a_little(r);
        if (below(r, 3) == 0)
            pirn_cancel(t);
    }
    MUST(begun == cleaned);
}

static async int cancel_oneself(struct pirn_event *go, task(int) * self,
                                unsigned r)
{
    scope (s, .shield = true) {
        await pirn_event_wait(go);
    }
    scope (s, .shield = below(&r, 3) == 0) {
        pirn_cancel(*self);
        spawn work(next(&r), 1);
        await pause_a_little(&r);
    }
    MUST(pirn_is_cancelled() && pirn_cancel_reason()->kind > 0);
    MUST(await pirn_yield_now() == -ECANCELED);
    return 3;
}

static async void cancel_oneselves(unsigned *r)
{
    struct pirn_event go = PIRN_EVENT_INIT;
    task(int) tasks[4];
    int64_t timeout = some_time(r);
    int limit = below(r, 2) ? 100 : 2;
    scope (s, .timeout = timeout, .fail_fast = below(r, 2), .limit = limit) {
        for (int i = 0; i < 4; i++)
            tasks[i] = spawn cancel_oneself(&go, &tasks[i], next(r));
        await pause_a_little(r);
        pirn_event_set(&go);
        if (below(r, 3) == 0)
            pirn_scope_set_deadline(s, pirn_now() + some_time(r));
        task(int) t;
        while (await pirn_first(s, &t) == 0)
            MUST(await t == 3);
    }
}

/* Results, and deep calls -------------------------------------------------- */

struct large {
    long numbers[100];
};

struct aligned {
    _Alignas(64) int number;
};

static async struct large give_large(int number, unsigned r)
{
    struct large large = {.numbers[99] = number};
    await pause_a_little(&r);
    return large;
}

static async struct aligned give_aligned(int number, unsigned r)
{
    struct aligned aligned = {.number = number};
    MUST((uintptr_t)&aligned % 64 == 0);
    await pause_a_little(&r);
    return aligned;
}

static async void take_results(unsigned *r)
{
    struct large large;
    struct aligned aligned;
    scope (s, .timeout = some_time(r)) {
        task(struct large) one = spawn give_large(7, next(r));
        task(struct aligned) two = spawn give_aligned(8, next(r));
        int which =
            await pirn_select(PIRN_JOIN(two, &aligned), PIRN_JOIN(one, &large),
                              PIRN_AFTER(some_time(r)));
        MUST(which != 0 || aligned.number == 8);
        MUST(which != 1 || large.numbers[99] == 7);
        if (which != 1 && await pirn_join(one, &large) == 0)
            MUST(large.numbers[99] == 7);
    }
}

static async void act(unsigned *r, int depth);

/* Acts with the native stack used up, or nearly so. */
static async void dive(int levels, unsigned *r, int depth)
{
    volatile char room[1024];
    room[0] = 1;
    if (levels == 0)
        await act(r, depth);
    else
        await dive(levels - 1, r, depth);
    room[1] = room[0];
}

/* -------------------------------------------------------------------------- */

static async void wander(unsigned r, int depth)
{
    alive++;
    defer alive--;
    for (int i = 0; i < STEPS && !pirn_is_cancelled(); i++) {
        if (below(&r, 8) == 0)
            await dive(below(&r, LEVELS), &r, depth);
        else
            await act(&r, depth);
    }
}

static async void open_scope(unsigned *r, int depth)
{
    bool shield = below(r, 6) == 0, pinned = below(r, 3) == 0;
    int limit = below(r, 3) ? 100 : 1 + below(r, 2);
    scope (s, .timeout = 5 * some_time(r), .limit = limit, .shield = shield,
           .pinned = pinned) {
        for (int n = 1 + below(r, 3); n > 0; n--)
            spawn wander(next(r), depth + 1);
        if (below(r, 3) == 0)
            spawn_on(next(r)) wander(next(r), depth + 1);
        if (below(r, 4) == 0)
            return;
    } else {
        await pause_a_little(r);
    }
}

static async void act(unsigned *r, int depth)
{
    switch (below(r, 9)) {
    case 0:
        await spawn_operations(r);
        break;
    case 1:
        await select_much(r);
        break;
    case 2:
        await spread_news(r);
        break;
    case 3:
        await leave_scopes(r);
        break;
    case 4:
        await cancel_oneselves(r);
        break;
    case 5:
        await take_results(r);
        break;
    case 6:
        if (depth < DEPTH)
            await open_scope(r, depth);
        break;
    case 7:
        pirn_name("wanderer %u", *r);
        break;
    default:
        if (below(r, 10) == 0)
            pirn_dump(dumps);
    }
}

static async int wander_about(unsigned r)
{
    scope (s) {
        for (int i = 0; i < WANDERERS; i++)
            spawn wander(next(&r), 0);
        if (below(&r, 2)) {
            await pirn_sleep(20 * some_time(&r));
            pirn_scope_cancel(s);
        }
    }
    MUST(alive == 0);
    return 0;
}

int main(int argc, char **argv)
{
    dumps = fopen("/dev/null", "w");
    int rc = run_by_chance(argc, argv, SECONDS, wander_about);
    fclose(dumps);
    return rc;
}
