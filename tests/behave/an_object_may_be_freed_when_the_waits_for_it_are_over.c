// Whoever has ended the waits for something may free it at once, though these
// waits are cut short on other workers at the same moment; and so may the task
// whose wait was ended.
// asan
// threads: no, what begins on one of them has no order
// flags: -Wno-unused-variable
// expect: ok
#include "parts/several.h"
#include <stdlib.h>

enum { TIMES = 40, WAITERS = 4 };

static async void wait_for_event(struct pirn_event *e, int64_t time)
{
    scope (s, .timeout = time)
        await pirn_event_wait(e);
}

static async void wait_for_item(chan(int) c, int64_t time)
{
    int item;
    scope (s, .timeout = time)
        await pirn_chan_recv(c, &item);
}

static async void note(long *waiting)
{
    add(waiting, 1);
}

static async void end_and_free(unsigned seed)
{
    struct pirn_event *e = calloc(1, sizeof *e);
    chan(int) c = pirn_chan_new(int, 0);
    long waiting = 0;
    scope (s) {
        for (int i = 0; i < WAITERS; i++) {
            unsigned worker = next(&seed);
            spawn_on(worker) wait_for_event(e, moment(&seed));
            spawn_on(worker) wait_for_item(c, moment(&seed));
            /* Its turn comes when these two wait. */
            spawn_on(worker) note(&waiting);
        }
        while (__atomic_load_n(&waiting, __ATOMIC_RELAXED) < WAITERS)
            await pirn_yield_now();
        pirn_event_set(e);
        free(e);
        pirn_chan_close(c);
        pirn_chan_free(c);
    }
}

static async void wait_and_free(struct pirn_event **place)
{
    struct pirn_event *e = calloc(1, sizeof *e);
    __atomic_store_n(place, e, __ATOMIC_RELEASE);
    MUST(await pirn_event_wait(e) == 0);
    free(e);
}

static async void set(struct pirn_event **place, unsigned seed)
{
    struct pirn_event *e;
    while (!(e = __atomic_load_n(place, __ATOMIC_ACQUIRE)))
        await pirn_yield_now();
    pirn_event_clear(e); /* from here on two workers use it, mostly */
    await wander(&seed);
    pirn_event_set(e);
}

static async void round_of(unsigned seed)
{
    for (int i = 0; i < TIMES; i++) {
        struct pirn_event *place = NULL;
        scope (s) {
            spawn_on(next(&seed)) wait_and_free(&place);
            spawn_on(next(&seed)) set(&place, next(&seed));
            spawn_on(next(&seed)) end_and_free(next(&seed));
        }
    }
}
