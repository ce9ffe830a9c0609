// A queue with room for three, of a mutex and two conditions that are signalled
// once for each item. Tasks of several workers use it, and waits for it are cut
// short. A signal that was given to a task that did not go on would leave the
// others waiting for ever.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { ROOM = 3, TASKS = 4, ITEMS = 30 };

static struct pirn_mutex mutex;
static struct pirn_condition has_room, has_item;
static long items[ROOM];
static unsigned head, tail;
static bool is_closed;
static long put_in, taken_out; /* sums of items */

/* True unless the wait was cut short. Holds the mutex either way. */
static async bool wait_for(struct pirn_condition *c, unsigned *seed)
{
    int rc = -ECANCELED;
    if (next(seed) % 2)
        return await pirn_condition_wait(c, &mutex) == 0;
    scope (s, .timeout = moment(seed))
        rc = await pirn_condition_wait(c, &mutex);
    return rc == 0;
}

static async bool put(long item, unsigned *seed)
{
    bool done = false;
    if (await pirn_mutex_lock(&mutex) < 0)
        return false;
    while (tail - head == ROOM)
        if (!await wait_for(&has_room, seed))
            break;
    if (tail - head < ROOM) {
        items[tail++ % ROOM] = item;
        done = true;
        pirn_condition_signal(&has_item);
    }
    pirn_mutex_unlock(&mutex);
    return done;
}

/* 0: none came in time; -1: it is closed and empty. */
static async long take(unsigned *seed)
{
    long item = 0;
    if (await pirn_mutex_lock(&mutex) < 0)
        return 0;
    while (tail == head && !is_closed)
        if (!await wait_for(&has_item, seed))
            break;
    if (tail != head) {
        item = items[head++ % ROOM];
        pirn_condition_signal(&has_room);
    } else if (is_closed) {
        item = -1;
    }
    pirn_mutex_unlock(&mutex);
    return item;
}

static async void produce(unsigned seed)
{
    for (int i = 0; i < ITEMS; i++) {
        long item = 1 << 20 | (long)(next(&seed) % 1000);
        if (await put(item, &seed))
            add(&put_in, item);
        await wander(&seed);
    }
}

static async void consume(unsigned seed)
{
    long item;
    while ((item = await take(&seed)) >= 0) {
        add(&taken_out, item);
        await wander(&seed);
    }
}

static async void round_of(unsigned seed)
{
    is_closed = false;
    put_in = taken_out = 0;
    scope (all) {
        for (int i = 0; i < TASKS; i++)
            spawn consume(next(&seed));
        scope (s) {
            for (int i = 0; i < TASKS; i++)
                spawn_on(next(&seed)) produce(next(&seed));
        }
        await pirn_mutex_lock(&mutex);
        is_closed = true;
        pirn_condition_broadcast(&has_item);
        pirn_mutex_unlock(&mutex);
    }
    MUST(put_in == taken_out && put_in > 0);
}
