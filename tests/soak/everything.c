/* everything SEED [WORKERS [chosen]]: a random program that uses all of the
 * runtime at once; chosen: in a test, which chooses the order of everything.
 * Tasks wander about: each does some random things, among them opening
 * scopes with tasks that do the same. What they wait for may never come, so
 * that all of them are in scopes with a time limit, and many are cancelled.
 *
 * It ends with 1, and a sentence, if one of these does not hold:
 *  - an item whose sending succeeded is received or dropped, once; one whose
 *    sending failed is never seen;
 *  - locks exclude, and a semaphore lets in as many as it has units, whether
 *    they are got by a wait or by a clause of a select; to a barrier come two;
 *  - what goes into a pipe, or a generator, comes out in its order;
 *  - an offloaded call is made, and its value and errno are what it gave;
 *  - a chain of tasks that nobody cancels passes on all items: a wake-up that
 *    is lost leaves it waiting, which ends the program by SIGALRM.
 * Use after free, leaks and races are for the sanitizers. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <pirn.h>

#include "parts/chance.h"

enum {
    CHANNELS = 5,
    ITEMS = 1 << 16,
    WANDERERS = 12,
    STEPS = 12,
    DEPTH = 3,
    CHAIN = 4,
    CHAIN_ITEMS = 300,
    SECONDS = 120, /* by then it is over */
};

static chan(int) channels[CHANNELS];
static const long capacities[CHANNELS] = {0, 1, 4, PIRN_UNLIMITED,
                                          PIRN_CONFLATED};
static chan(int) hub;

static atomic_int items;
static atomic_uchar sent[ITEMS], seen[ITEMS];

static struct pirn_mutex mutex = PIRN_MUTEX_INIT;
static struct pirn_rwlock rwlock = PIRN_RWLOCK_INIT;
static struct pirn_semaphore semaphore = PIRN_SEMAPHORE_INIT(2);
static struct pirn_event event = PIRN_EVENT_INIT;
static struct pirn_condition condition = PIRN_CONDITION_INIT;
static struct pirn_wait_group group = PIRN_WAIT_GROUP_INIT;
static struct pirn_barrier barrier = PIRN_BARRIER_INIT(2);
static atomic_int in_mutex, readers, writers, in_semaphore;

/* Items -------------------------------------------------------------------- */

static int new_item(void)
{
    int item = atomic_fetch_add(&items, 1);
    return item < ITEMS ? item : -1;
}

static void see(int item)
{
    MUST(item >= 0 && item < ITEMS);
    MUST(atomic_fetch_add(&seen[item], 1) == 0);
}

static void drop(void *item)
{
    see(*(int *)item);
}

static async void send_some(unsigned *r)
{
    chan(int) c = channels[below(r, CHANNELS)];
    for (int n = below(r, 4); n >= 0; n--) {
        int item = new_item();
        if (item < 0)
            return;
        int rc = below(r, 3) ? await pirn_chan_send(c, &item)
                             : pirn_chan_try_send(c, &item);
        if (rc == 0)
            sent[item] = 1;
        if (rc == -ECANCELED)
            return;
    }
}

static async void receive_some(unsigned *r)
{
    chan(int) c = channels[below(r, CHANNELS)];
    for (int n = below(r, 4); n >= 0; n--) {
        int item = -1;
        int rc = below(r, 3) ? await pirn_chan_recv(c, &item)
                             : pirn_chan_try_recv(c, &item);
        if (rc == 0)
            see(item);
        else
            MUST(item == -1);
        if (rc == -ECANCELED)
            return;
    }
}

static async void select_some(unsigned *r, int fd)
{
    int in = -1, in_too = -1, out = new_item();
    if (out < 0)
        return;
    chan(int) a = channels[below(r, CHANNELS)];
    chan(int) b = channels[below(r, CHANNELS)];
    chan(int) c = channels[below(r, CHANNELS)];
    int64_t ns = below(r, 300) * PIRN_US;
    int which;
    switch (below(r, 3)) {
    case 0:
        which = await pirn_select(PIRN_RECV(a, &in), PIRN_SEND(b, &out),
                                  PIRN_RECV(c, &in_too), PIRN_AFTER(ns));
        break;
    case 1:
        which = await pirn_select_fair(PIRN_RECV(a, &in), PIRN_SEND(b, &out),
                                       PIRN_RECV(c, &in_too), PIRN_AFTER(ns),
                                       PIRN_READABLE(fd));
        break;
    default:
        which = await pirn_select(PIRN_RECV(a, &in), PIRN_SEND(b, &out),
                                  PIRN_RECV(c, &in_too), PIRN_WRITABLE(fd),
                                  PIRN_AFTER(0));
        break;
    }
    if (which == 0 && in != -1)
        see(in);
    if (which == 1)
        sent[out] = 1;
    if (which == 2 && in_too != -1)
        see(in_too);
    MUST(which == 0 || in == -1);
    MUST(which == 2 || in_too == -1);
}

/* A subscriber sees the items of a broadcast in their order. */
static async void subscribe(unsigned *r)
{
    chan(int) mine = pirn_broadcast_subscribe(hub);
    int last = -1, item;
    scope (s, .timeout = below(r, 400) * PIRN_US) {
        while (await pirn_chan_recv(mine, &item) == 0) {
            MUST(item > last);
            last = item;
        }
    }
    pirn_chan_free(mine);
}

static async void broadcast(unsigned *r)
{
    static atomic_int number;
    /* One at a time, so that their order is that of the numbers. */
    if (await pirn_mutex_lock(&mutex) != 0)
        return;
    for (int n = below(r, 5); n >= 0; n--) {
        int item = number++;
        if (await pirn_chan_send(hub, &item) == -ECANCELED)
            break;
    }
    pirn_mutex_unlock(&mutex);
}

/* Locks -------------------------------------------------------------------- */

static async void pause_a_little(unsigned *r)
{
    switch (below(r, 4)) {
    case 0:
        await pirn_sleep(below(r, 200) * PIRN_US);
        break;
    case 1:
        await pirn_yield_now();
        break;
    }
}

/* Each of these begins holding it, and gives it up. */

static async void with_mutex(unsigned *r)
{
    MUST(in_mutex++ == 0);
    await pause_a_little(r);
    MUST(in_mutex-- == 1);
    pirn_mutex_unlock(&mutex);
}

static async void with_rdlock(unsigned *r)
{
    readers++;
    MUST(writers == 0);
    await pause_a_little(r);
    MUST(writers == 0);
    readers--;
    pirn_rwlock_unlock(&rwlock);
}

static async void with_wrlock(unsigned *r)
{
    MUST(writers++ == 0 && readers == 0);
    await pause_a_little(r);
    MUST(writers-- == 1 && readers == 0);
    pirn_rwlock_unlock(&rwlock);
}

static async void with_units(unsigned *r, int units)
{
    MUST((in_semaphore += units) <= 2);
    await pause_a_little(r);
    in_semaphore -= units;
    pirn_semaphore_release(&semaphore, (size_t)units);
}

static async void lock(unsigned *r)
{
    if (await pirn_mutex_lock(&mutex) == 0)
        await with_mutex(r);
}

static async void read_or_write(unsigned *r)
{
    if (below(r, 3)) {
        if (await pirn_rwlock_rdlock(&rwlock) == 0)
            await with_rdlock(r);
    } else {
        if (await pirn_rwlock_wrlock(&rwlock) == 0)
            await with_wrlock(r);
    }
}

static async void acquire(unsigned *r)
{
    int units = 1 + below(r, 2);
    if (await pirn_semaphore_acquire(&semaphore, (size_t)units) == 0)
        await with_units(r, units);
}

static async void wait_for_locks(unsigned *r)
{
    int units = 1 + below(r, 2);
    int64_t ns = below(r, 300) * PIRN_US;
    switch (await pirn_select(PIRN_RWLOCK_RDLOCK(&rwlock),
                              PIRN_SEMAPHORE_ACQUIRE(&semaphore, (size_t)units),
                              PIRN_MUTEX_LOCK(&mutex),
                              PIRN_RWLOCK_WRLOCK(&rwlock), PIRN_AFTER(ns))) {
    case 0:
        await with_rdlock(r);
        break;
    case 1:
        await with_units(r, units);
        break;
    case 2:
        await with_mutex(r);
        break;
    case 3:
        await with_wrlock(r);
        break;
    }
}

static async void wait_for_item_or_lock(unsigned *r, int fd)
{
    int in = -1, out = new_item();
    if (out < 0)
        return;
    chan(int) a = channels[below(r, CHANNELS)];
    chan(int) b = channels[below(r, CHANNELS)];
    int64_t ns = below(r, 300) * PIRN_US;
    int which =
        below(r, 2)
            ? await pirn_select_fair(PIRN_RECV(a, &in), PIRN_SEND(b, &out),
                                     PIRN_MUTEX_LOCK(&mutex),
                                     PIRN_SEMAPHORE_ACQUIRE(&semaphore, 1),
                                     PIRN_EVENT_WAIT(&event), PIRN_AFTER(ns))
            : await pirn_select(PIRN_RECV(a, &in), PIRN_SEND(b, &out),
                                PIRN_MUTEX_LOCK(&mutex),
                                PIRN_SEMAPHORE_ACQUIRE(&semaphore, 1),
                                PIRN_READABLE(fd), PIRN_AFTER(ns));
    MUST(which == 0 || in == -1);
    if (which == 0 && in != -1)
        see(in);
    if (which == 1)
        sent[out] = 1;
    if (which == 2)
        await with_mutex(r);
    if (which == 3)
        await with_units(r, 1);
}

/* What is lent while the select waits is held again after it. */
static async void wait_for_condition(unsigned *r)
{
    int64_t ns = below(r, 300) * PIRN_US;
    if (below(r, 3) == 0)
        pirn_condition_broadcast(&condition);
    if (await pirn_mutex_lock(&mutex) != 0)
        return;
    if (below(r, 3) == 0)
        pirn_condition_signal(&condition);
    int which;
    switch (below(r, 3)) {
    case 0:
        which = await pirn_select(PIRN_CONDITION_WAIT(&condition, &mutex),
                                  PIRN_SEMAPHORE_ACQUIRE(&semaphore, 2),
                                  PIRN_AFTER(ns));
        break;
    case 1:
        which = await pirn_select(PIRN_CONDITION_WAIT(&condition, &mutex),
                                  PIRN_RWLOCK_WRLOCK(&rwlock),
                                  PIRN_WAIT_GROUP_WAIT(&group), PIRN_AFTER(ns));
        which += which == 1 ? 10 : 0;
        break;
    default:
        which = -1;
        scope (s, .timeout = ns) {
            (void)await pirn_condition_wait(&condition, &mutex);
        }
    }
    await with_mutex(r);
    if (which == 1)
        await with_units(r, 2);
    if (which == 11)
        await with_wrlock(r);
}

/* Two at a time: one of them is told that it came last. */
static atomic_int first, last;

static async void come_to_barrier(unsigned *r)
{
    int64_t ns = below(r, 300) * PIRN_US;
    int rc = -1, units = 1 + below(r, 2);
    switch (await pirn_select(PIRN_BARRIER_WAIT(&barrier, &rc),
                              PIRN_SEMAPHORE_ACQUIRE(&semaphore, (size_t)units),
                              PIRN_EVENT_WAIT(&event), PIRN_AFTER(ns))) {
    case 0:
        *(rc ? &last : &first) += 1;
        break;
    case 1:
        await with_units(r, units);
        break;
    }
}

static async void be_in_group(unsigned *r)
{
    if (below(r, 2)) {
        pirn_wait_group_add(&group, 1);
        await pause_a_little(r);
        pirn_wait_group_done(&group);
    } else {
        await pirn_select(PIRN_WAIT_GROUP_WAIT(&group), PIRN_EVENT_WAIT(&event),
                          PIRN_AFTER(below(r, 300) * PIRN_US));
    }
}

static async void wait_for_event(unsigned *r)
{
    switch (below(r, 3)) {
    case 0:
        pirn_event_set(&event);
        break;
    case 1:
        pirn_event_clear(&event);
        break;
    default:
        scope (s, .timeout = below(r, 300) * PIRN_US) {
            await pirn_event_wait(&event);
        }
    }
}

/* Generators --------------------------------------------------------------- */

static generator int plain_numbers(int from, int to)
{
    for (int i = from; i < to; i++)
        yield i;
}

static async generator int numbers(int from, int to, unsigned r)
{
    defer await pirn_yield_now();
    for (int i = from; i < to; i++) {
        await pause_a_little(&r);
        yield i;
    }
}

static async generator int more_numbers(int to, unsigned r)
{
    gen(int) inner = numbers(0, to / 2, r);
    yield_from inner;
    for (int i = to / 2; i < to; i++)
        yield i;
}

static async void generate(unsigned *r)
{
    int to = 1 + below(r, 9), stop = below(r, 12), n, i = 0;
    if (below(r, 2)) {
        gen(int) g = plain_numbers(0, to);
        while (i < stop && pirn_next(g, &n) == 1)
            MUST(n == i++);
        pirn_gen_close(g);
        MUST(i == (stop < to ? stop : to));
    } else {
        gen(int) g = more_numbers(to, next(r));
        while (i < stop && await pirn_next(g, &n) == 1)
            MUST(n == i++);
        MUST(await pirn_gen_close(g) <= 0);
    }
}

/* Pipes -------------------------------------------------------------------- */

static async void fill(int fd, int count, unsigned r)
{
    for (int i = 0; i < count; i++) {
        unsigned char byte = (unsigned char)i;
        if (await pirn_write(fd, &byte, 1) != 1)
            break;
        if (below(&r, 3) == 0)
            await pause_a_little(&r);
    }
    await pirn_close(fd);
}

static async void pour(unsigned *r)
{
    int fds[2], count = below(r, 40), total = 0;
    if (pipe(fds) != 0)
        return;
    scope (s) {
        spawn fill(fds[1], count, next(r));
        unsigned char bytes[7];
        ssize_t got;
        while ((got = await pirn_read(fds[0], bytes, sizeof bytes)) > 0)
            for (ssize_t i = 0; i < got; i++)
                MUST(bytes[i] == (unsigned char)total++);
        MUST(got < 0 || total <= count);
        await pirn_close(fds[0]);
    }
}

/* Offloaded calls ---------------------------------------------------------- */

struct sum {
    int parts[9], total;
};

static struct sum add_up(struct sum sum, unsigned us)
{
    for (int i = 0; i < 9; i++)
        sum.total += sum.parts[i];
    if (us)
        usleep(us);
    errno = sum.total;
    return sum;
}

static async generator int totals(int n, unsigned r)
{
    struct sum sum = {.total = 1};
    while (n-- > 0) {
        int last = sum.total;
        sum.parts[n % 9]++;
        sum = await offload add_up(sum, (unsigned)below(&r, 50));
        MUST(errno == sum.total && sum.total > last);
        yield sum.total - last;
    }
}

static async void offload_some(unsigned *r)
{
    int count = below(r, 6), given = 0, value, rc;
    gen(int) g = totals(count, next(r));
    while ((rc = await pirn_next(g, &value)) == 1)
        MUST(value == ++given);
    MUST(rc == 0 && given == count);
    await pirn_gen_close(g);
}

/* Tasks -------------------------------------------------------------------- */

static async int wander(unsigned r, int depth);

static async void open_scope(unsigned *r, int depth)
{
    int64_t timeout = 1 + below(r, 900) * PIRN_US;
    int limit = below(r, 3) ? 100 : 1 + below(r, 2), count = 1 + below(r, 3);
    bool shield = below(r, 5) == 0, fail_fast = below(r, 3) == 0;
    scope (s, .timeout = timeout, .limit = limit, .shield = shield,
           .fail_fast = fail_fast) {
        task(int) tasks[4];
        for (int i = 0; i < count; i++)
            tasks[i] = spawn wander(next(r), depth + 1);
        if (below(r, 3) == 0)
            spawn wander(next(r), depth + 1);
        await pause_a_little(r);
        switch (below(r, 9)) {
        case 0:
            pirn_scope_cancel(s);
            break;
        case 1:
            pirn_cancel(tasks[below(r, count)]);
            break;
        case 2:
            MUST(await tasks[below(r, count)] >= -2000);
            break;
        case 3: {
            int value = 1;
            (void)await pirn_join(tasks[below(r, count)], &value);
            break;
        }
        case 4:
            return;
        case 5: {
            int value = 1;
            int which = await pirn_select(PIRN_JOIN(tasks[0], &value),
                                          PIRN_AFTER(100 * PIRN_US));
            MUST(which < 2);
            break;
        }
        case 6: {
            int value = 1, in = -1;
            int which = await pirn_select(
                PIRN_JOIN(tasks[0], &value),
                PIRN_RECV(channels[below(r, CHANNELS)], &in), PIRN_ALL(s));
            if (which == 1 && in != -1)
                see(in);
            break;
        }
        case 7: {
            int which = await pirn_select(PIRN_ALL(s),
                                          PIRN_SEMAPHORE_ACQUIRE(&semaphore, 1),
                                          PIRN_EVENT_WAIT(&event));
            if (which == 1)
                await with_units(r, 1);
            break;
        }
        }
    } else {
        await pause_a_little(r);
    }
}

static async int wander(unsigned r, int depth)
{
    int fds[2];
    if (pipe(fds) != 0)
        return -errno;
    defer
    {
        await pirn_close(fds[0]);
        await pirn_close(fds[1]);
    }
    for (int step = 0; step < STEPS && !pirn_is_cancelled(); step++) {
        switch (below(&r, 23)) {
        case 0:
        case 1:
            if (depth < DEPTH)
                await open_scope(&r, depth);
            break;
        case 2:
        case 3:
            await send_some(&r);
            break;
        case 4:
        case 5:
            await receive_some(&r);
            break;
        case 6:
        case 7:
            await select_some(&r, fds[below(&r, 2)]);
            break;
        case 8:
            await lock(&r);
            break;
        case 9:
            await read_or_write(&r);
            break;
        case 10:
            await acquire(&r);
            break;
        case 11:
            await wait_for_event(&r);
            break;
        case 12:
            await generate(&r);
            break;
        case 13:
            await pour(&r);
            break;
        case 14:
            await offload_some(&r);
            break;
        case 15:
            await subscribe(&r);
            break;
        case 16:
        case 17:
            await wait_for_locks(&r);
            break;
        case 18:
            await wait_for_item_or_lock(&r, fds[below(&r, 2)]);
            break;
        case 19:
            await wait_for_condition(&r);
            break;
        case 20:
            await come_to_barrier(&r);
            break;
        case 21:
            await be_in_group(&r);
            break;
        default:
            await broadcast(&r);
            break;
        }
    }
    return below(&r, 6) ? depth : -EIO;
}

/* The chain: items go through all its links, and none is cancelled. -------- */

static chan(int) links[CHAIN + 1];

static async void pass_on(int link, unsigned r)
{
    int item;
    while (await pirn_chan_recv(links[link], &item) == 0) {
        await pause_a_little(&r);
        MUST(await pirn_chan_send(links[link + 1], &item) == 0);
    }
    pirn_chan_close(links[link + 1]);
}

static async void feed(unsigned r)
{
    for (int i = 0; i < CHAIN_ITEMS; i++) {
        if (below(&r, 10) == 0)
            await pause_a_little(&r);
        MUST(await pirn_chan_send(links[0], &i) == 0);
    }
    pirn_chan_close(links[0]);
}

static async void collect(void)
{
    int item, count = 0;
    while (await pirn_chan_recv(links[CHAIN], &item) == 0)
        MUST(item == count++);
    MUST(count == CHAIN_ITEMS);
}

static async int everything(unsigned r)
{
    for (int i = 0; i < CHANNELS; i++) {
        channels[i] = pirn_chan_new(int, capacities[i]);
        pirn_chan_set_drop(channels[i], drop);
    }
    hub = pirn_broadcast_new(int, 3, PIRN_SLOW_LOSES_OLDEST);
    for (int i = 0; i <= CHAIN; i++)
        links[i] = pirn_chan_new(int, below(&r, 3));

    scope (all) {
        spawn feed(next(&r));
        for (int i = 0; i < CHAIN; i++)
            spawn pass_on(i, next(&r));
        spawn collect();
        scope (s, .timeout = 300 * PIRN_MS) {
            for (int i = 0; i < WANDERERS; i++)
                spawn wander(next(&r), 0);
        }
    }
    MUST(in_mutex == 0 && readers == 0 && writers == 0 && in_semaphore == 0);
    MUST(pirn_mutex_try_lock(&mutex) == 0);
    pirn_mutex_unlock(&mutex);
    MUST(pirn_rwlock_try_wrlock(&rwlock) == 0);
    pirn_rwlock_unlock(&rwlock);
    MUST(pirn_semaphore_try_acquire(&semaphore, 2) == 0);
    MUST(first == last);
    scope (both) { /* which does not end if one is lost at the barrier */
        task(int) other = spawn pirn_barrier_wait(&barrier);
        int rc = await pirn_barrier_wait(&barrier);
        MUST(rc + await other == 1);
    }

    for (int i = 0; i < CHANNELS; i++) {
        pirn_chan_close(channels[i]);
        int item;
        while (await pirn_chan_recv(channels[i], &item) == 0)
            see(item);
        pirn_chan_free(channels[i]);
    }
    pirn_chan_free(hub);
    for (int i = 0; i <= CHAIN; i++)
        pirn_chan_free(links[i]);
    for (int i = 0; i < ITEMS; i++)
        MUST(sent[i] == seen[i]);
    return 0;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN); /* a reader may be cancelled before its writer */
    return run_by_chance(argc, argv, SECONDS, everything);
}
