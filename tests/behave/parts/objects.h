/* Each object of the runtime: made, used, cancelled and freed, in a round. */
#ifndef OBJECTS_H
#define OBJECTS_H

#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SOME = 20 };

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Tasks -------------------------------------------------------------------- */

struct large {
    char bytes[300];
};

static async int give(int i)
{
    await pirn_yield_now();
    return i;
}

static async struct large give_large(char c)
{
    struct large value;
    await pirn_yield_now();
    memset(&value, c, sizeof value);
    return value;
}

static async int deep(int n)
{
    int rc = n > 0 ? await deep(n - 1) : await pirn_yield_now();
    return rc;
}

static async void tasks(void)
{
    task(int) t[SOME];
    scope (s) {
        for (int i = 0; i < SOME; i++)
            t[i] = spawn give(i);
        for (int i = 0; i < SOME; i++)
            must(await t[i] == i);
        for (int i = 0; i < SOME; i++)
            spawn give_large('x');
        task(struct large) l = spawn give_large('y');
        struct large value = await l;
        must(value.bytes[299] == 'y');
        spawn deep(100);
        task(int) first = spawn give(1), got = first;
        must(await pirn_first(s, &got) == 0 && got == first);
        await first;
        await pirn_all(s);
    }
    scope (s, .limit = 2)
        for (int i = 0; i < SOME; i++)
            spawn give(i);
}

static async int named(int i)
{
    pirn_name("number %d", i);
    return await pirn_sleep(PIRN_NEVER);
}

static struct pirn_local key;

static async void cancelled(void)
{
    scope (s) {
        struct pirn_local_binding binding;
        task(int) t[SOME];
        pirn_local_set(s, &binding, &key, t);
        for (int i = 0; i < SOME; i++)
            t[i] = spawn named(i);
        await pirn_yield_now();
        for (int i = 0; i < SOME / 2; i++)
            pirn_cancel(t[i]);
        await t[0];
        pirn_scope_cancel_because(s, "enough");
    }
    for (int i = 0; i < SOME; i++) {
        scope (s, .timeout = i) {
            spawn named(i);
            scope (shield, .shield = true)
                await pirn_sleep(i);
            await pirn_sleep(PIRN_NEVER);
        }
    }
}

static async void moved(void)
{
    scope (s)
        for (unsigned i = 0; i < SOME; i++)
            spawn_on(i % pirn_workers()) give(1);
    await pirn_move_to(pirn_workers() - 1);
    await pirn_move_to(0);
}

/* Channels and selects ----------------------------------------------------- */

static int drops;

static void drop(void *item)
{
    (void)item;
    __atomic_fetch_add(&drops, 1, __ATOMIC_RELAXED);
}

static async int receive(chan(int) c)
{
    int item = 0, rc = await pirn_chan_recv(c, &item);
    return rc < 0 ? rc : item;
}

static async void channels(void)
{
    static const int rooms[] = {0, 3, PIRN_UNLIMITED, PIRN_CONFLATED};
    for (int i = 0; i < 4; i++) {
        chan(int) c = pirn_chan_new(int, rooms[i]);
        pirn_chan_set_drop(c, drop);
        scope (s) {
            task(int) one = spawn receive(c), other = spawn receive(c);
            await pirn_yield_now();
            await pirn_chan_send(c, &i);
            pirn_cancel(one); /* if it was the other one that got it */
            pirn_cancel(other);
        }
        for (int n = 0; n < 2 && rooms[i]; n++)
            await pirn_chan_send(c, &n);
        if (i % 2)
            pirn_chan_close(c);
        pirn_chan_free(c);
    }
}

static async void broadcasts(void)
{
    for (int slow = 0; slow < 3; slow++) {
        chan(int) b = pirn_broadcast_new(int, 2, (enum pirn_slow)slow);
        chan(int) c[SOME];
        for (int i = 0; i < SOME; i++)
            c[i] = pirn_broadcast_subscribe(b);
        for (int i = 0; i < (slow == PIRN_SLOW_BLOCKS ? 2 : 4); i++)
            await pirn_chan_send(b, &i);
        for (int i = 0; i < SOME / 2; i++)
            pirn_chan_free(c[i]);
        pirn_chan_free(b);
        for (int i = SOME / 2; i < SOME; i++)
            pirn_chan_free(c[i]);
    }
}

static async int choose(struct pirn_clause *clauses, int count)
{
    return await pirn_select_from(clauses, count);
}

static async void selects(void)
{
    chan(int) c[SOME];
    struct pirn_clause clauses[SOME + 3];
    int ends[2], item, sent = 1;
    must(pipe(ends) == 0);
    for (int i = 0; i < SOME; i++) {
        c[i] = pirn_chan_new(int, 0);
        clauses[i] = PIRN_RECV(c[i], &item);
    }
    clauses[SOME] = PIRN_READABLE(ends[0]);
    clauses[SOME + 1] = PIRN_AFTER(PIRN_S);
    scope (s) {
        task(int) t = spawn choose(clauses, SOME + 2);
        await pirn_yield_now();
        await pirn_chan_send(c[7], &sent);
        must(await t == 7);
        t = spawn choose(clauses, SOME + 2);
        await pirn_yield_now();
        pirn_cancel(t);
        must(await t == -ECANCELED);
        t = spawn give(3);
        clauses[SOME + 2] = PIRN_JOIN(t, &item);
        must(await pirn_select_from(clauses, SOME + 3) == SOME + 2);
    }
    for (int i = 0; i < SOME; i++)
        pirn_chan_free(c[i]);
    await pirn_close(ends[0]);
    await pirn_close(ends[1]);
}

/* Locks -------------------------------------------------------------------- */

struct locks {
    struct pirn_mutex mutex;
    struct pirn_rwlock rwlock;
    struct pirn_semaphore semaphore;
    struct pirn_condition condition;
    struct pirn_event event;
    struct pirn_once once;
    struct pirn_wait_group group;
};

static async int yield_once(void *arg)
{
    (void)arg;
    return await pirn_yield_now();
}

static async void use(struct locks *l)
{
    await pirn_once(&l->once, yield_once, NULL);
    if (await pirn_semaphore_acquire(&l->semaphore, 1) == 0) {
        await pirn_yield_now();
        pirn_semaphore_release(&l->semaphore, 1);
    }
    if (await pirn_rwlock_rdlock(&l->rwlock) == 0)
        pirn_rwlock_unlock(&l->rwlock);
    if (await pirn_rwlock_wrlock(&l->rwlock) == 0)
        pirn_rwlock_unlock(&l->rwlock);
    await pirn_event_wait(&l->event);
    pirn_wait_group_done(&l->group);
    scope (s, .shield = true)
        await pirn_mutex_lock(&l->mutex);
    await pirn_condition_wait(&l->condition, &l->mutex);
    pirn_mutex_unlock(&l->mutex);
}

static async void locks(void)
{
    struct locks l = {.semaphore = PIRN_SEMAPHORE_INIT(2)};
    pirn_wait_group_add(&l.group, SOME);
    scope (s) {
        for (int i = 0; i < SOME; i++)
            spawn use(&l);
        await pirn_yield_now();
        pirn_event_set(&l.event);
        await pirn_wait_group_wait(&l.group);
        await pirn_mutex_lock(&l.mutex);
        pirn_condition_signal(&l.condition);
        pirn_mutex_unlock(&l.mutex);
        pirn_scope_cancel(s);
    }
}

/* Outside ------------------------------------------------------------------ */

static async ssize_t read_byte(int fd)
{
    char c;
    return await pirn_read(fd, &c, 1);
}

static async void descriptors(void)
{
    int ends[2];
    must(socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    scope (s) {
        for (int i = 0; i < SOME; i++)
            spawn read_byte(ends[0]);
        await pirn_yield_now();
        await pirn_write_all(ends[1], "0123456789", SOME / 2, NULL);
        await pirn_yield_now();
        pirn_scope_cancel(s);
    }
    await pirn_close(ends[0]);
    await pirn_close(ends[1]);
}

static async int accept_one(int l)
{
    int fd = await pirn_accept(l, NULL, NULL);
    return fd < 0 ? fd : await pirn_close(fd);
}

static async void connections(void)
{
    int l = pirn_tcp_listen("127.0.0.1", 0);
    must(l >= 0);
    scope (s) {
        task(int) t = spawn accept_one(l);
        int fd = await pirn_tcp_connect("127.0.0.1", pirn_tcp_port(l));
        must(fd >= 0 && await t == 0);
        await pirn_close(fd);
        t = spawn accept_one(l);
        await pirn_yield_now();
        pirn_cancel(t);
        must(await t == -ECANCELED);
    }
    await pirn_close(l);
}

static void complete(pirn_op *op, void *arg)
{
    (void)arg;
    pirn_complete(op, 5);
}

static void cancel(pirn_op *op, void *arg)
{
    (void)arg;
    pirn_complete(op, -ECANCELED);
}

static void begin(pirn_op *op, void *arg)
{
    (void)op;
    (void)arg;
}

static async int suspended(void)
{
    return await pirn_suspend(begin, cancel, NULL);
}

static async void operations(void)
{
    must(await pirn_suspend(complete, NULL, NULL) == 5);
    scope (s) {
        task(int) t = spawn suspended();
        await pirn_yield_now();
        pirn_cancel(t);
        must(await t == -ECANCELED);
    }
}

/* Generators --------------------------------------------------------------- */

static generator int plain(int depth)
{
    yield depth;
    if (depth > 0)
        yield_from plain(depth - 1);
    yield depth;
}

static async generator int waiting(int depth)
{
    yield depth;
    if (depth > 0)
        yield_from waiting(depth - 1);
    await pirn_yield_now();
    yield depth;
}

static async void generators(void)
{
    for (int taken = 0; taken < 8; taken++) {
        gen(int) g = plain(3), a = waiting(3);
        int value;
        for (int i = 0; i < taken; i++) {
            pirn_next(g, &value);
            await pirn_next(a, &value);
        }
        pirn_gen_close(g);
        await pirn_gen_close(a);
    }
}

static async void dumps(void)
{
    FILE *out = fopen("/dev/null", "w");
    must(out != NULL);
    scope (s) {
        for (int i = 0; i < SOME; i++)
            spawn named(i);
        await pirn_yield_now();
        pirn_dump(out);
        pirn_scope_cancel(s);
    }
    fclose(out);
}

/* All of them -------------------------------------------------------------- */

static const struct {
    const char *name;
    async void (*round)(void);
} objects[] = {
    {"tasks", tasks},
    {"cancelled tasks", cancelled},
    {"moved tasks", moved},
    {"channels", channels},
    {"broadcasts", broadcasts},
    {"selects", selects},
    {"locks", locks},
    {"descriptors", descriptors},
    {"connections", connections},
    {"operations", operations},
    {"generators", generators},
    {"dumps", dumps},
};

#endif
