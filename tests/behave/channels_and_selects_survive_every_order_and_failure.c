// Channels of every kind, broadcasts and selects, in many orders, cancelled
// everywhere, and with everything that can fail failing, lose no item and
// double none.
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

/* Items are numbers. Of each: how many belong to the channels, by what sending
 * has returned, and how many they have given back. */
enum { ITEMS = 16 };
static struct {
    int sent, copied, got, dropped;
} books[ITEMS];

static void open_books(void)
{
    memset(books, 0, sizeof books);
}

static int number(const void *item)
{
    int n = *(const int *)item;
    MUST(n >= 0 && n < ITEMS);
    return n;
}

static void drop(void *item)
{
    books[number(item)].dropped++;
}

static void copy(void *item)
{
    books[number(item)].copied++;
}

/* When the channels are free. */
static void balance(void)
{
    for (int i = 0; i < ITEMS; i++) {
        MUST(books[i].sent <= 1);
        MUST(books[i].sent + books[i].copied ==
             books[i].got + books[i].dropped);
    }
}

static int first_error(int a, int b)
{
    return a < 0 ? a : b;
}

/* Kinds of channels -------------------------------------------------------- */

/* The last of a side to leave closes the channel, so that the other side,
 * which need not be cancelled, ends too. */
struct pipe {
    chan(int) c;
    int producers, consumers;
};

static async int produce(struct pipe *p, int from, int to)
{
    int rc = 0;
    alive++;
    for (int i = from; i < to && rc == 0; i++) {
        rc = await pirn_chan_send(p->c, &i);
        MUST(rc == 0 || rc == -EPIPE || rc == -ECANCELED || rc == -ENOMEM);
        if (rc == 0)
            books[i].sent++;
    }
    if (--p->producers == 0)
        pirn_chan_close(p->c);
    alive--;
    return rc;
}

/* Those that begin in the same half come in their order, if only one
 * receives. */
static async int consume(struct pipe *p)
{
    int rc, last[2] = {-1, -1};
    bool is_alone = p->consumers == 1;
    alive++;
    for (int n = -1; (rc = await pirn_chan_recv(p->c, &n)) == 0; n = -1) {
        books[number(&n)].got++;
        MUST(!is_alone || n > last[n >= ITEMS / 2]);
        last[n >= ITEMS / 2] = n;
    }
    MUST(rc == -EPIPE || rc == -ECANCELED);
    if (--p->consumers == 0)
        pirn_chan_close(p->c);
    alive--;
    return rc == -EPIPE ? 0 : rc;
}

static async int pass(ptrdiff_t capacity, int consumers)
{
    struct pipe p = {pirn_chan_try_new(int, capacity), 2, consumers};
    int rc = 0;
    if (!p.c)
        return -ENOMEM;
    open_books();
    pirn_chan_set_drop(p.c, drop);
    scope (s) {
        task(int) receivers[2];
        for (int i = 0; i < consumers; i++)
            receivers[i] = spawn consume(&p);
        task(int) a = spawn produce(&p, 0, 2);
        task(int) b = spawn produce(&p, ITEMS / 2, ITEMS / 2 + 2);
        for (int i = 0; i < consumers; i++)
            rc = first_error(rc, await receivers[i]);
        rc = first_error(rc, await a);
        rc = first_error(rc, await b);
    }
    MUST(capacity == PIRN_CONFLATED || rc < 0 || !pirn_chan_length(p.c));
    pirn_chan_free(p.c);
    balance();
    for (int i = 0; i < ITEMS && rc == 0 && capacity != PIRN_CONFLATED; i++)
        MUST(books[i].got == books[i].sent);
    return rc;
}

static async int rendezvous(void)
{
    int rc = await pass(0, 1);
    return rc < 0 ? rc : await pass(0, 2);
}

static async int buffered(void)
{
    int rc = await pass(1, 1);
    return rc < 0 ? rc : await pass(2, 2);
}

static async int unlimited(void)
{
    return await pass(PIRN_UNLIMITED, 2);
}

/* Whoever sent last is heard. */
static async int conflated(void)
{
    int rc = await pass(PIRN_CONFLATED, 1);
    MUST(rc < 0 || books[1].got + books[ITEMS / 2 + 1].got >= 1);
    return rc;
}

struct large {
    int n, more[20];
};

static async int send_large(chan(struct large) c)
{
    int rc = 0;
    for (int i = 0; i < 3 && rc == 0; i++) {
        rc = await pirn_chan_send(c, &((struct large){.n = i, .more = {i}}));
        books[i].sent += rc == 0;
    }
    pirn_chan_close(c);
    return rc;
}

static async int large_items(void)
{
    chan(struct large) c = pirn_chan_try_new(struct large, 1);
    struct large large;
    int rc, sent;
    if (!c)
        return -ENOMEM;
    open_books();
    pirn_chan_set_drop(c, drop);
    scope (s) {
        task(int) t = spawn send_large(c);
        for (int i = 0; (rc = await pirn_chan_recv(c, &large)) == 0; i++) {
            MUST(large.n == i && large.more[0] == i);
            books[i].got++;
        }
        pirn_chan_close(c);
        sent = await t;
    }
    pirn_chan_free(c);
    balance();
    return rc == -EPIPE ? sent : rc;
}

/* A task that does not wait gets past none that does. */
static async int try_all(struct pipe *p, int n)
{
    int rc = 0;
    alive++;
    for (int i = 0; i < 3 && rc == 0; i++) {
        int other = -1;
        if (n < ITEMS && pirn_chan_try_send(p->c, &n) == 0) {
            books[n].sent++;
            n = ITEMS;
        }
        if (pirn_chan_try_recv(p->c, &other) == 0)
            books[number(&other)].got++;
        else
            MUST(other == -1);
        rc = await pirn_yield_now();
    }
    alive--;
    return rc;
}

static async int trying(void)
{
    struct pipe p = {pirn_chan_try_new(int, 1), 1, 1};
    int rc;
    if (!p.c)
        return -ENOMEM;
    open_books();
    pirn_chan_set_drop(p.c, drop);
    scope (s) {
        task(int) a = spawn consume(&p), b = spawn produce(&p, 0, 3);
        spawn try_all(&p, 10);
        rc = first_error(await a, await b);
    }
    pirn_chan_free(p.c);
    balance();
    return rc;
}

/* Cancelled, closed -------------------------------------------------------- */

/* What was cut was not sent, and what came in time was. */
static async int send_by_a_deadline(chan(int) c, int n)
{
    int rc;
    scope (s, .timeout = PIRN_MS) {
        rc = await pirn_chan_send(c, &n);
        books[n].sent += rc == 0;
        MUST(rc == 0 || rc == -ECANCELED || rc == -EPIPE);
    } else {
        return 0;
    }
    return rc;
}

static async int receive_by_a_deadline(chan(int) c)
{
    int rc, n = -1;
    scope (s, .timeout = PIRN_MS) {
        rc = await pirn_chan_recv(c, &n);
        if (rc == 0)
            books[number(&n)].got++;
        MUST(rc == 0 || (n == -1 && (rc == -ECANCELED || rc == -EPIPE)));
    } else {
        return 0;
    }
    return rc;
}

/* A channel that nobody waits for has room for what it was made for. */
static void try_out(chan(int) c, int capacity)
{
    int n = 0;
    while (pirn_chan_try_recv(c, &n) == 0)
        books[number(&n)].got++;
    for (n = 10; n < 10 + capacity; n++) {
        MUST(pirn_chan_try_send(c, &n) == 0);
        books[n].sent++;
        MUST(pirn_chan_length(c) == (size_t)(n - 9));
    }
    MUST(pirn_chan_try_send(c, &n) == -EAGAIN);
}

static async int by_deadlines(int capacity)
{
    chan(int) c = pirn_chan_try_new(int, capacity);
    int rc = 0, n;
    if (!c)
        return -ENOMEM;
    open_books();
    pirn_chan_set_drop(c, drop);
    scope (s) {
        task(int) a = spawn send_by_a_deadline(c, 0);
        task(int) b = spawn send_by_a_deadline(c, 1);
        task(int) d = spawn receive_by_a_deadline(c);
        task(int) e = spawn receive_by_a_deadline(c);
        task(int) f = spawn receive_by_a_deadline(c);
        rc = await pirn_sleep(PIRN_MS);
        if (pirn_chan_try_recv(c, &n) == 0)
            books[number(&n)].got++;
        rc = first_error(rc, await a);
        rc = first_error(rc, await b);
        rc = first_error(rc, await d);
        rc = first_error(rc, await e);
        rc = first_error(rc, await f);
    }
    try_out(c, capacity);
    pirn_chan_free(c);
    balance();
    return rc;
}

static async int deadlines(void)
{
    int rc = await by_deadlines(0);
    return rc < 0 ? rc : await by_deadlines(1);
}

static async int send_one(chan(int) c, int n)
{
    int rc = await pirn_chan_send(c, &n);
    books[n].sent += rc == 0;
    return rc == -EPIPE ? 0 : rc;
}

static async int receive_one(chan(int) c)
{
    int n = -1, rc = await pirn_chan_recv(c, &n);
    if (rc == 0)
        books[number(&n)].got++;
    else
        MUST(n == -1);
    return rc == -EPIPE ? 0 : rc;
}

static async int select_one(chan(int) to, chan(int) from, int n)
{
    int other = -1, sent = 1, got = 1;
    int k = await pirn_select(PIRN_SEND(to, &n, &sent),
                              PIRN_RECV(from, &other, &got));
    MUST(k == 0 || sent == 1);
    MUST(k == 1 || (got == 1 && other == -1));
    if (k == 0 && sent == 0)
        books[n].sent++;
    if (k == 1 && got == 0)
        books[number(&other)].got++;
    return k < 0 ? k : 0;
}

static async int close_later(chan(int) c)
{
    int rc = await pirn_yield_now();
    pirn_chan_close(c);
    return rc;
}

static async int closing(void)
{
    chan(int) c = pirn_chan_try_new(int, 0), d = pirn_chan_try_new(int, 1);
    int rc = 0;
    if (c && d) {
        open_books();
        pirn_chan_set_drop(c, drop);
        pirn_chan_set_drop(d, drop);
        scope (s) {
            task(int) t[7];
            t[0] = spawn send_one(c, 0);
            t[1] = spawn select_one(c, d, 1);
            t[2] = spawn receive_one(d);
            t[3] = spawn select_one(d, c, 2);
            t[4] = spawn close_later(c);
            t[5] = spawn send_one(d, 3);
            t[6] = spawn send_one(d, 4);
            rc = await pirn_sleep(PIRN_MS);
            pirn_chan_close(c);
            pirn_chan_close(d);
            for (int i = 0; i < 7; i++)
                rc = first_error(rc, await t[i]);
        }
    } else {
        rc = -ENOMEM;
    }
    pirn_chan_free(c);
    pirn_chan_free(d);
    if (c && d)
        balance();
    return rc;
}

/* Broadcasts --------------------------------------------------------------- */

static async int overhear(chan(int) hub, enum pirn_slow slow, int most)
{
    chan(int) sub = pirn_broadcast_try_subscribe(hub);
    int rc = 0, last = -1;
    if (!sub)
        return -ENOMEM;
    alive++;
    for (int n = -1, i = 0; i < most; n = -1, i++) {
        if ((rc = await pirn_chan_recv(sub, &n)) < 0)
            break;
        books[number(&n)].got++;
        MUST(n > last);
        MUST(last < 0 || n == last + 1 || slow == PIRN_SLOW_LOSES_OLDEST);
        last = n;
        if ((rc = await pirn_yield_now()) < 0)
            break;
    }
    MUST(rc != -EOVERFLOW || slow == PIRN_SLOW_IS_CUT);
    pirn_chan_free(sub);
    alive--;
    return rc == -EPIPE || rc == -EOVERFLOW ? 0 : rc;
}

static async int tell(chan(int) hub, int from, int to)
{
    int rc = 0;
    alive++;
    for (int i = from; i < to && rc >= 0; i++) {
        rc = await pirn_chan_send(hub, &i);
        books[i].sent += rc >= 0; /* some may be cut off */
    }
    pirn_chan_close(hub);
    alive--;
    return rc < 0 ? rc : 0;
}

static async int broadcast(enum pirn_slow slow, size_t capacity)
{
    chan(int) hub = pirn_broadcast_try_new(int, capacity, slow);
    int rc;
    if (!hub)
        return -ENOMEM;
    open_books();
    pirn_chan_set_drop(hub, drop);
    pirn_broadcast_set_copy(hub, copy);
    scope (s) {
        task(int) a = spawn overhear(hub, slow, ITEMS);
        task(int) b = spawn overhear(hub, slow, 1); /* leaves early */
        task(int) c = spawn tell(hub, 0, 4);
        rc = first_error(await a, await b);
        rc = first_error(rc, await c);
    }
    pirn_chan_free(hub);
    balance();
    for (int i = 0; i < ITEMS; i++)
        MUST(books[i].copied <= 1);
    return rc;
}

static async int patient_broadcasts(void)
{
    int rc = await broadcast(PIRN_SLOW_BLOCKS, 1);
    return rc < 0 ? rc : await broadcast(PIRN_SLOW_BLOCKS, 2);
}

static async int forgetful_broadcasts(void)
{
    return await broadcast(PIRN_SLOW_LOSES_OLDEST, 1);
}

static async int strict_broadcasts(void)
{
    return await broadcast(PIRN_SLOW_IS_CUT, 1);
}

/* Two senders wait, one of them in a select, for who leaves, or receives, or
 * closes all. */
static async int tell_in_a_select(chan(int) hub, chan(int) other)
{
    int rc = 0, n = -1, sent = 1, k = 0;
    alive++;
    for (int i = 8; i < 10 && k >= 0 && sent >= 0; i++) {
        k = await pirn_select(PIRN_RECV(other, &n), PIRN_SEND(hub, &i, &sent));
        MUST(k == 1 || k == -ECANCELED);
        if (k == 1 && sent == 0)
            books[i].sent++;
        rc = first_error(k, sent);
        sent = rc < 0 ? -1 : 1;
    }
    alive--;
    return rc < 0 && rc != -EPIPE ? rc : 0;
}

static async int hear(chan(int) sub, int most)
{
    int rc = 0, last[2] = {-1, -1};
    alive++;
    for (int n = -1, i = 0; i < most; n = -1, i++) {
        if ((rc = await pirn_chan_recv(sub, &n)) < 0)
            break;
        books[number(&n)].got++;
        MUST(n > last[n >= 8]);
        last[n >= 8] = n;
    }
    pirn_chan_free(sub);
    alive--;
    return rc == -EPIPE ? 0 : rc;
}

static async int senders_of_a_broadcast(void)
{
    chan(int) hub = pirn_broadcast_try_new(int, 1, PIRN_SLOW_BLOCKS);
    chan(int) never = pirn_chan_try_new(int, 0), x = NULL, y = NULL;
    int rc = -ENOMEM;
    if (hub && never) {
        open_books();
        pirn_chan_set_drop(hub, drop);
        pirn_broadcast_set_copy(hub, copy);
        x = pirn_broadcast_try_subscribe(hub);
        y = pirn_broadcast_try_subscribe(hub);
    }
    if (x && y) {
        scope (s) {
            task(int) a = spawn hear(x, ITEMS), b = spawn hear(y, 1);
            task(int) c = spawn tell_in_a_select(hub, never);
            task(int) d = spawn tell(hub, 0, 2);
            rc = first_error(await a, await b);
            rc = first_error(rc, await c);
            rc = first_error(rc, await d);
        }
        x = y = NULL;
    }
    pirn_chan_free(x);
    pirn_chan_free(y);
    pirn_chan_free(hub);
    pirn_chan_free(never);
    if (rc != -ENOMEM)
        balance();
    return rc;
}

/* Selects ------------------------------------------------------------------ */

/* Each either sends its own or receives another's. One that is stopped
 * closes, so that nobody is left alone. */
static async int exchange(chan(int) to, chan(int) from, int n, bool is_fair)
{
    int other = -1, sent = 1, got = 1, k;
    alive++;
    struct pirn_clause clauses[2] = {PIRN_SEND(to, &n, &sent),
                                     PIRN_RECV(from, &other, &got)};
    if (is_fair)
        k = await pirn_select_fair_from(clauses, 2);
    else
        k = await pirn_select_from(clauses, 2);
    MUST(k == 0 || k == 1 || k == -ECANCELED);
    MUST(k == 0 ? sent == 0 || sent == -EPIPE : sent == 1);
    MUST(k == 1 ? got == 0 || got == -EPIPE : got == 1);
    MUST(got == 0 ? other >= 0 && other != n : other == -1);
    if (sent == 0)
        books[n].sent++;
    if (got == 0)
        books[number(&other)].got++;
    if (k < 0) {
        pirn_chan_close(to);
        pirn_chan_close(from);
    }
    alive--;
    return k < 0 ? k : first_error(k == 0 ? sent : got, 0);
}

static async int exchanges(bool is_fair, bool are_two)
{
    chan(int) a = pirn_chan_try_new(int, 0);
    chan(int) b = are_two ? pirn_chan_try_new(int, 0) : a;
    int rc = -ENOMEM;
    if (a && b) {
        rc = 0;
        open_books();
        pirn_chan_set_drop(a, drop);
        pirn_chan_set_drop(b, drop);
        scope (s) {
            task(int) t[4];
            for (int i = 0; i < 4; i++)
                t[i] = spawn exchange(i % 2 ? a : b, i % 2 ? b : a, i, is_fair);
            for (int i = 0; i < 4; i++)
                rc = first_error(rc, await t[i]);
        }
        balance();
        int sent = 0;
        for (int i = 0; i < 4; i++)
            sent += books[i].sent;
        MUST(rc < 0 || sent == 2);
    }
    pirn_chan_free(a);
    if (are_two)
        pirn_chan_free(b);
    return rc;
}

static async int selects_that_meet(void)
{
    int rc = await exchanges(false, true);
    return rc < 0 ? rc : await exchanges(true, false);
}

static async int later(int n)
{
    alive++;
    int rc = await pirn_sleep(PIRN_MS);
    alive--;
    return rc < 0 ? rc : n;
}

static async int write_later(int fd)
{
    alive++;
    int rc = await pirn_sleep(PIRN_MS);
    ssize_t n = await pirn_write(fd, "x", 1);
    int closed = await pirn_close(fd);
    alive--;
    return rc < 0 ? rc : n < 0 ? (int)n : closed;
}

/* Takes what comes until all has, each of it once; the result of t, whatever
 * happens. */
static async int take_each(struct pipe *p, task(int) t, int fd, int *result)
{
    int64_t due = 2 * PIRN_MS;
    int left = 4, rc = 0;
    bool is_running = true, is_open = true, is_readable = true, is_due = true;
    while (left && rc == 0) {
        int n = -1, got = 1, value = -1, events = 0, which[4], count = 0;
        struct pirn_clause clauses[4];
        which[count] = 0;
        clauses[count++] = PIRN_RECV(is_open ? p->c : NULL, &n, &got);
        if (is_running) {
            which[count] = 1;
            clauses[count++] = PIRN_JOIN(t, &value);
        }
        if (is_readable) {
            which[count] = 2;
            clauses[count++] = PIRN_READABLE(fd, &events);
        }
        if (is_due) {
            which[count] = 3;
            clauses[count++] = PIRN_UNTIL(due);
        }
        int k = await pirn_select_from(clauses, count);
        int what = k < 0 ? -1 : which[k];
        MUST(what == 0 || (n == -1 && got == 1));
        MUST(what == 1 || value == -1);
        MUST(what == 2 || events == 0);
        if (k < 0) {
            rc = k;
        } else if (what == 0 && got == 0) {
            books[number(&n)].got++;
            continue;
        } else if (what == 0) {
            MUST(got == -EPIPE);
            is_open = false;
        } else if (what == 1) {
            is_running = false;
            *result = value;
        } else if (what == 2) {
            is_readable = false;
            rc = events < 0 ? events : 0;
        } else {
            MUST(pirn_now() >= due);
            is_due = false;
        }
        left--;
    }
    if (is_running)
        *result = await t;
    return rc;
}

static async int everything_at_once(void)
{
    struct pipe p = {pirn_chan_try_new(int, 0), 1, 1};
    int fds[2], rc, result = 0;
    if (!p.c)
        return -ENOMEM;
    MUST(pipe(fds) == 0);
    open_books();
    pirn_chan_set_drop(p.c, drop);
    scope (s) {
        task(int) t = spawn later(7);
        task(int) w = spawn write_later(fds[1]);
        task(int) a = spawn produce(&p, 0, 2);
        rc = await take_each(&p, t, fds[0], &result);
        pirn_chan_close(p.c);
        rc = first_error(rc, result);
        rc = first_error(rc, await w);
        rc = first_error(rc, await a);
    }
    close(fds[0]);
    pirn_chan_free(p.c);
    balance();
    return rc < 0 ? rc : result == 7 ? 0 : 1;
}

/* The clauses that are not done are as if never tried: t is still good. */
static async int joins_that_lose(void)
{
    int value = -1, rc = 0;
    scope (s) {
        task(int) t = spawn later(3);
        int k =
            await pirn_select(PIRN_JOIN(t, &value), PIRN_AFTER(PIRN_MS / 2));
        if (k == 0) { /* all were stopped, and t was told first */
            MUST(pirn_workers() > 1 && value == -ECANCELED);
            return value;
        }
        MUST(value == -1);
        rc = k < 0 ? k : 0;
        k = await pirn_select(PIRN_AFTER(PIRN_MS / 2), PIRN_JOIN(t, &value));
        MUST(k == 0 || k == 1 || k == -ECANCELED);
        if (k == 1) {
            MUST(value == 3 || value < 0);
            return value < 0 ? first_error(rc, value) : rc;
        }
        MUST(value == -1);
        rc = first_error(rc, k);
        value = await t;
    }
    return value < 0 ? value : rc;
}

/* A time that lost is over: it disturbs no later wait. */
static async int send_at(chan(int) c, int n, int64_t time)
{
    int rc = await pirn_sleep_until(time);
    if (rc == 0)
        rc = await pirn_chan_send(c, &n);
    if (rc < 0)
        pirn_chan_close(c);
    return rc;
}

static async int times_that_lose(void)
{
    chan(int) c = pirn_chan_try_new(int, 0);
    int rc, n = -1, got = 1, last = -1;
    if (!c)
        return -ENOMEM;
    scope (s) {
        task(int) a = spawn send_at(c, 1, PIRN_MS);
        task(int) b = spawn send_at(c, 2, 4 * PIRN_MS);
        rc = await pirn_select(PIRN_AFTER(2 * PIRN_MS), PIRN_RECV(c, &n, &got));
        MUST(rc != 1 || got < 0 || n == 1);
        rc = rc < 0 ? rc : rc == 1 ? got : -EPIPE;
        if (rc == 0) {
            rc = await pirn_chan_recv(c, &last);
            MUST(rc < 0 ? last == -1 : last == 2 && pirn_now() == 4 * PIRN_MS);
        }
        pirn_chan_close(c);
        rc = first_error(rc, await a);
        rc = first_error(rc, await b);
    }
    pirn_chan_free(c);
    return rc;
}

static const struct scenario scenarios[] = {
    {"rendezvous", rendezvous, 0},
    // expect: rendezvous: ok
    {"buffered", buffered, 0},
    // expect: buffered: ok
    {"unlimited", unlimited, 0},
    // expect: unlimited: ok
    {"conflated", conflated, 0},
    // expect: conflated: ok
    {"large items", large_items, 0},
    // expect: large items: ok
    {"trying", trying, 0},
    // expect: trying: ok
    {"deadlines", deadlines, 0},
    // expect: deadlines: ok
    {"closing", closing, 0},
    // expect: closing: ok
    {"patient broadcasts", patient_broadcasts, 0},
    // expect: patient broadcasts: ok
    {"forgetful broadcasts", forgetful_broadcasts, 0},
    // expect: forgetful broadcasts: ok
    {"strict broadcasts", strict_broadcasts, 0},
    // expect: strict broadcasts: ok
    {"senders of a broadcast", senders_of_a_broadcast, 0},
    // expect: senders of a broadcast: ok
    {"selects that meet", selects_that_meet, 0},
    // expect: selects that meet: ok
    {"everything at once", everything_at_once, 0},
    // expect: everything at once: ok
    {"joins that lose", joins_that_lose, 0},
    // expect: joins that lose: ok
    {"times that lose", times_that_lose, 0},
    // expect: times that lose: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
