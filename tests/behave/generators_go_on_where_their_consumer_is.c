// A generator gives its values in order while the task that resumes it, and it
// itself, go from worker to worker; it may be handed to another task; closed,
// it runs what it has deferred, once, in a scope that has been cancelled, too.
// asan
// threads: any order, tsan
// expect: ok
#include "parts/several.h"

enum { TASKS = 4, VALUES = 30 };

static long opened, closed;

static async int close_later(unsigned seed)
{
    await wander(&seed);
    add(&closed, 1);
    return 0;
}

static generator int count_up(int from, int to)
{
    add(&opened, 1);
    defer add(&closed, 1);
    for (int i = from; i < to; i++)
        yield i;
}

static async generator int count_and_wander(int to, unsigned seed)
{
    add(&opened, 1);
    defer await close_later(seed);
    for (int i = 0; i < to; i += 3) {
        await wander(&seed);
        yield_from count_up(i, i + 3);
    }
}

/* The first values, up to stop of them; the next is number *at. */
static async void take(gen(int) g, int *at, int stop, unsigned seed)
{
    int value;
    while (*at < stop && await pirn_next(g, &value) == 1) {
        MUST(value == *at);
        ++*at;
        await wander(&seed);
    }
}

static async int take_and_tell(gen(int) g, int *at, int stop, unsigned seed)
{
    await take(g, at, stop, seed);
    return *at;
}

/* One task after the other goes on with the same generator. */
static async void hand_on(unsigned seed)
{
    gen(int) g = count_and_wander(VALUES, next(&seed));
    int at = 0, value;
    scope (s) {
        for (int stop = 5; stop <= VALUES; stop += 5) {
            task(int) done =
                spawn_on(next(&seed)) take_and_tell(g, &at, stop, next(&seed));
            MUST(await done == stop);
        }
    }
    MUST(await pirn_next(g, &value) == 0);
    await pirn_gen_close(g);
}

/* Given up after some values, when the time is over, or at the end. */
static async void give_up(unsigned seed)
{
    gen(int) g = count_and_wander(VALUES, next(&seed));
    int at = 0, stop = (int)(next(&seed) % VALUES) + 3;
    scope (s, .timeout = next(&seed) % 2 ? moment(&seed) : PIRN_S * 1000) {
        await take(g, &at, stop, next(&seed));
        await pirn_gen_close(g);
    }
}

static async void round_of(unsigned seed)
{
    opened = closed = 0;
    scope (s) {
        for (int i = 0; i < TASKS; i++) {
            spawn hand_on(next(&seed));
            spawn give_up(next(&seed));
        }
    }
    MUST(opened == closed && opened > 2 * TASKS);
}
