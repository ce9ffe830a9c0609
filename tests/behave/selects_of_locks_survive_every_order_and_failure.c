// Selects of locks, events, wait groups and the like, in many orders, cancelled
// everywhere, and with everything that can fail failing, take what one clause
// waits for, and nothing else.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

static int first_error(int a, int b)
{
    return a < 0 ? a : b;
}

/* Two mutexes ------------------------------------------------------------- */

struct pair {
    struct pirn_mutex mutexes[2];
    int inside[2];
};

static async int use(struct pair *p, int i)
{
    MUST(p->inside[i]++ == 0);
    int rc = await pirn_yield_now();
    MUST(p->inside[i]-- == 1);
    pirn_mutex_unlock(&p->mutexes[i]);
    return rc;
}

static async int lock_either(struct pair *p, int first)
{
    int i = await pirn_select(PIRN_MUTEX_LOCK(&p->mutexes[first]),
                              PIRN_MUTEX_LOCK(&p->mutexes[!first]));
    MUST(i == -ECANCELED || i == 0 || i == 1);
    return i < 0 ? i : await use(p, i ? !first : first);
}

static async int lock_both(struct pair *p)
{
    int rc = await pirn_mutex_lock(&p->mutexes[0]);
    if (rc < 0)
        return rc;
    rc = await pirn_mutex_lock(&p->mutexes[1]);
    if (rc == 0)
        rc = await use(p, 1);
    return first_error(await use(p, 0), rc);
}

static async int mutexes(void)
{
    struct pair p = {.inside = {0, 0}};
    int rc = 0;
    scope (s) {
        task(int) t[4] = {spawn lock_both(&p), spawn lock_either(&p, 0),
                          spawn lock_either(&p, 1), spawn lock_either(&p, 0)};
        for (int i = 0; i < 4; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(pirn_mutex_try_lock(&p.mutexes[0]) == 0);
    MUST(pirn_mutex_try_lock(&p.mutexes[1]) == 0);
    return rc;
}

/* Units, and the times when they may come ---------------------------------- */

enum { UNITS = 3 };

struct pool {
    struct pirn_semaphore a, b;
    size_t taken[2];
};

static async int use_units(struct pool *p, int which, size_t n)
{
    p->taken[which] += n;
    MUST(p->taken[which] <= UNITS);
    int rc = await pirn_yield_now();
    p->taken[which] -= n;
    pirn_semaphore_release(which ? &p->b : &p->a, n);
    return rc;
}

static async int acquire_either(struct pool *p, size_t from_a, size_t from_b,
                                int64_t limit)
{
    int i = await pirn_select(PIRN_SEMAPHORE_ACQUIRE(&p->a, from_a),
                              PIRN_SEMAPHORE_ACQUIRE(&p->b, from_b),
                              PIRN_AFTER(limit));
    MUST(i >= 0 || i == -ECANCELED);
    return i < 0 || i == 2 ? first_error(i, 0)
                           : await use_units(p, i, i ? from_b : from_a);
}

static async int hold_all(struct pool *p, int which, int64_t ns)
{
    struct pirn_semaphore *s = which ? &p->b : &p->a;
    int rc = await pirn_semaphore_acquire(s, UNITS);
    if (rc < 0)
        return rc;
    rc = await pirn_sleep(ns);
    return first_error(await use_units(p, which, UNITS), rc);
}

/* Those who want many are in the way of those who want few, in one queue or in
 * the other, until they have it from elsewhere or give up. */
static async int semaphores(void)
{
    struct pool p = {
        PIRN_SEMAPHORE_INIT(UNITS), PIRN_SEMAPHORE_INIT(UNITS), {0, 0}};
    int rc = 0;
    scope (s) {
        task(int) t[6] = {spawn hold_all(&p, 0, PIRN_MS),
                          spawn hold_all(&p, 1, 2 * PIRN_MS),
                          spawn acquire_either(&p, 3, 2, PIRN_MS),
                          spawn acquire_either(&p, 1, 3, 3 * PIRN_MS),
                          spawn acquire_either(&p, 2, 1, 2 * PIRN_MS),
                          spawn acquire_either(&p, 1, 1, PIRN_NEVER)};
        for (int i = 0; i < 6; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(pirn_semaphore_try_acquire(&p.a, UNITS) == 0);
    MUST(pirn_semaphore_try_acquire(&p.b, UNITS) == 0);
    MUST(pirn_semaphore_try_acquire(&p.a, 1) == -EAGAIN);
    MUST(pirn_semaphore_try_acquire(&p.b, 1) == -EAGAIN);
    return rc;
}

/* Readers and writers ------------------------------------------------------ */

struct book {
    struct pirn_rwlock lock;
    int readers, writers;
};

static async int open_book(struct book *b, bool writes, int64_t limit)
{
    int i = await pirn_select(writes ? PIRN_RWLOCK_WRLOCK(&b->lock)
                                     : PIRN_RWLOCK_RDLOCK(&b->lock),
                              PIRN_AFTER(limit));
    MUST(i == 0 || i == 1 || i == -ECANCELED);
    if (i != 0)
        return first_error(i, 0);
    int *count = writes ? &b->writers : &b->readers;
    ++*count;
    MUST(b->writers == writes && (!writes || !b->readers));
    int rc = await pirn_sleep(PIRN_MS);
    MUST(b->writers == writes && (!writes || !b->readers));
    --*count;
    pirn_rwlock_unlock(&b->lock);
    return rc;
}

static async int rwlocks(void)
{
    struct book b = {.readers = 0};
    int rc = 0;
    scope (s) {
        task(int) t[5] = {spawn open_book(&b, false, PIRN_NEVER),
                          spawn open_book(&b, true, PIRN_MS),
                          spawn open_book(&b, false, 2 * PIRN_MS),
                          spawn open_book(&b, true, 2 * PIRN_MS),
                          spawn open_book(&b, false, PIRN_NEVER)};
        for (int i = 0; i < 5; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(pirn_rwlock_try_wrlock(&b.lock) == 0);
    return rc;
}

/* Events and groups, and selects that meet --------------------------------- */

struct meeting {
    struct pirn_event event;
    struct pirn_wait_group group;
    chan(int) c;
    int sent, got;
};

static async int meet(struct meeting *m, bool sends)
{
    int n = 7;
    int i = await pirn_select(
        PIRN_EVENT_WAIT(&m->event), PIRN_WAIT_GROUP_WAIT(&m->group),
        sends ? PIRN_SEND(m->c, &n) : PIRN_RECV(m->c, &n));
    MUST(i == -ECANCELED || (i >= 0 && i <= 2));
    MUST(n == 7);
    if (i == 2)
        ++*(sends ? &m->sent : &m->got);
    pirn_event_set(&m->event);
    return first_error(i, 0);
}

static async int end_it(struct meeting *m, int64_t ns)
{
    int rc = await pirn_sleep(ns);
    pirn_wait_group_done(&m->group);
    return rc;
}

static async int meetings(void)
{
    struct meeting m = {.c = pirn_chan_try_new(int, 0)};
    int rc = 0;
    if (!m.c)
        return -ENOMEM;
    pirn_wait_group_add(&m.group, 1);
    scope (s) {
        task(int) t[4] = {spawn meet(&m, true), spawn meet(&m, false),
                          spawn meet(&m, true), spawn end_it(&m, 0)};
        for (int i = 0; i < 4; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(m.sent == m.got);
    pirn_chan_free(m.c);
    return rc;
}

/* Conditions: a signal is lost to nobody ------------------------------------
 */

struct mailbox {
    struct pirn_mutex mutex;
    struct pirn_condition changed;
    struct pirn_event stop;
    int letters, taken, inside;
};

/* The mutex is held when the select has ended, however that was. */
static async int take_letter(struct mailbox *box, int64_t limit)
{
    int64_t until = limit == PIRN_NEVER ? limit : pirn_now() + limit;
    int rc = await pirn_mutex_lock(&box->mutex), i = 0;
    if (rc < 0)
        return rc;
    MUST(box->inside++ == 0);
    while (i == 0 && box->letters == 0) {
        box->inside--;
        i = await pirn_select(PIRN_CONDITION_WAIT(&box->changed, &box->mutex),
                              PIRN_EVENT_WAIT(&box->stop), PIRN_UNTIL(until));
        MUST(box->inside++ == 0);
        MUST(pirn_mutex_try_lock(&box->mutex) == -EAGAIN);
        MUST(i == -ECANCELED || (i >= 0 && i <= 2));
    }
    if (i == 0) {
        box->letters--;
        box->taken++;
    } else if (box->letters) { /* a signal that it cannot use any more */
        pirn_condition_signal(&box->changed);
    }
    box->inside--;
    pirn_mutex_unlock(&box->mutex);
    return i < 0 ? i : 0;
}

static async int put_letter(struct mailbox *box, int64_t ns)
{
    int rc = await pirn_sleep(ns);
    if (rc == 0)
        rc = await pirn_mutex_lock(&box->mutex);
    if (rc < 0)
        return rc;
    MUST(box->inside++ == 0);
    box->letters++;
    pirn_condition_signal(&box->changed);
    rc = await pirn_yield_now();
    MUST(box->inside-- == 1);
    pirn_mutex_unlock(&box->mutex);
    return rc;
}

static async int conditions(void)
{
    struct mailbox box = {.letters = 0};
    int rc = 0;
    scope (s) {
        task(int) t[3] = {spawn take_letter(&box, PIRN_NEVER),
                          spawn take_letter(&box, PIRN_MS),
                          spawn take_letter(&box, PIRN_NEVER)};
        task(int) a = spawn put_letter(&box, PIRN_MS);
        task(int) b = spawn put_letter(&box, 0);
        rc = first_error(rc, await a);
        rc = first_error(rc, await b);
        rc = first_error(rc, await pirn_sleep(PIRN_MS));
        MUST(rc < 0 || pirn_is_cancelled() || box.letters == 0);
        pirn_event_set(&box.stop);
        for (int i = 0; i < 3; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(pirn_mutex_try_lock(&box.mutex) == 0);
    return rc;
}

/* Barriers and scopes ------------------------------------------------------ */

static async int come(struct pirn_barrier *b, int64_t limit, int *met)
{
    int rc = 5,
        i = await pirn_select(PIRN_AFTER(limit), PIRN_BARRIER_WAIT(b, &rc));
    MUST(i == -ECANCELED || i == 0 || i == 1);
    MUST((i == 1) == (rc != 5));
    *met += i == 1;
    return i < 0 ? i : 0;
}

static async int barriers(void)
{
    struct pirn_barrier b = PIRN_BARRIER_INIT(2);
    int rc = 0, met = 0;
    scope (s) {
        task(int) t[4] = {spawn come(&b, PIRN_MS, &met),
                          spawn come(&b, PIRN_MS, &met),
                          spawn come(&b, 2 * PIRN_MS, &met),
                          spawn come(&b, 2 * PIRN_MS, &met)};
        for (int i = 0; i < 4; i++)
            rc = first_error(rc, await t[i]);
    }
    MUST(met % 2 == 0);
    MUST(b.arrived == 0);
    return rc;
}

static async int end_after(int64_t ns)
{
    alive++;
    int rc = await pirn_sleep(ns);
    alive--;
    return rc;
}

static async int wait_for(struct pirn_scope *s, struct pirn_event *e)
{
    int rc = 5, i = await pirn_select(PIRN_ALL(s, &rc), PIRN_EVENT_WAIT(e));
    MUST(i == -ECANCELED || i == 0 || i == 1);
    MUST(i != 0 || alive == 0);
    MUST((i == 0) == (rc != 5));
    return i < 0 ? i : 0;
}

static async int scopes(void)
{
    struct pirn_event e = PIRN_EVENT_INIT;
    int rc = 0;
    scope (outer) {
        task(int) other = {PIRN_NO_TASK};
        scope (s) {
            task(int) t = spawn end_after(PIRN_MS), first;
            spawn end_after(0);
            other = spawn_in(outer) wait_for(pirn_scope_ref(s), &e);
            int i = await pirn_select(PIRN_AFTER(PIRN_MS), PIRN_ALL(s),
                                      PIRN_JOIN(t));
            MUST(i != 1 || alive == 0);
            rc = first_error(rc, i < 0 ? i : 0);
            int found = await pirn_first(s, &first);
            MUST(found == 0 || found == -ENOENT || found == -ECANCELED);
            pirn_event_set(&e);
        }
        rc = first_error(rc, await other);
    }
    return rc;
}

/* Connections -------------------------------------------------------------- */

struct server {
    int fd, port, accepted;
    struct pirn_event stop;
};

static async int serve(struct server *server)
{
    int client = -1, i;
    while ((i = await pirn_select(PIRN_ACCEPT(server->fd, &client),
                                  PIRN_EVENT_WAIT(&server->stop))) == 0) {
        if (client < 0)
            return client;
        server->accepted++;
        await pirn_close(client);
    }
    return i < 0 ? i : 0;
}

static async int ask(struct server *server)
{
    char c;
    int fd = await pirn_tcp_connect("127.0.0.1", server->port);
    if (fd < 0)
        return fd;
    int rc = (int)await pirn_read(fd, &c, 1);
    await pirn_close(fd);
    return rc;
}

static async int connections(void)
{
    struct server server = {.fd = pirn_tcp_listen("127.0.0.1", 0)};
    int rc = 0;
    if (server.fd < 0)
        return server.fd;
    server.port = pirn_tcp_port(server.fd);
    scope (s) {
        if (server.port < 0) {
            rc = server.port;
        } else {
            task(int) t[2] = {spawn serve(&server), spawn serve(&server)};
            task(int) a = spawn ask(&server), b = spawn ask(&server);
            rc = first_error(await a, await b);
            MUST(rc < 0 || server.accepted == 2);
            pirn_event_set(&server.stop);
            rc = first_error(rc, await t[0]);
            rc = first_error(rc, await t[1]);
        }
    }
    await pirn_close(server.fd);
    return rc;
}

static const struct scenario scenarios[] = {
    {"mutexes", mutexes, 0},
    // expect: mutexes: ok
    {"semaphores", semaphores, 0},
    // expect: semaphores: ok
    {"rwlocks", rwlocks, 0},
    // expect: rwlocks: ok
    {"meetings", meetings, 0},
    // expect: meetings: ok
    {"conditions", conditions, 0},
    // expect: conditions: ok
    {"barriers", barriers, 0},
    // expect: barriers: ok
    {"scopes", scopes, 0},
    // expect: scopes: ok
    {"connections", connections, 0},
    // expect: connections: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
