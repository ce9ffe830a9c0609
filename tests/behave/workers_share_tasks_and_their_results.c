// Tasks of several workers end, are awaited, joined, first and all; their
// handles get about; their results are of every size.
// asan
// expect: ok
#include "parts/wander.h"
#include <pirn.h>
#include <stdio.h>
#include <string.h>

struct large {
    long at[20];
};

static async long leaf(unsigned seed)
{
    await wander(&seed);
    return seed % 7;
}

static async struct large big(unsigned seed)
{
    struct large l;
    for (int i = 0; i < 20; i++)
        l.at[i] = (long)seed + i;
    await wander(&seed);
    return l;
}

static async long tree(int depth, unsigned seed)
{
    long sum = 1;
    if (depth == 0)
        return 1;
    scope (s) {
        task(long) a = spawn tree(depth - 1, next(&seed));
        task(long) b = spawn tree(depth - 1, next(&seed));
        await wander(&seed);
        sum += await a;
        await wander(&seed);
        long v;
        await pirn_join(b, &v);
        sum += v;
    }
    return sum;
}

static async long taker(chan(task(long)) c)
{
    task(long) t;
    long sum = 0;
    while (await pirn_chan_recv(c, &t) == 0)
        sum += await t;
    return sum;
}

/* Handles go through a channel to a task that is not of their scope. */
static async long handles_get_about(unsigned seed)
{
    chan(task(long)) c = pirn_chan_new(task(long), 4);
    long sum = 0;
    scope (s) {
        task(long) t = spawn taker(c);
        scope (inner) {
            for (int i = 0; i < 50; i++) {
                task(long) l = spawn tree(2, next(&seed));
                await pirn_chan_send(c, &l);
                await wander(&seed);
            }
            pirn_chan_close(c);
            sum = await t;
        }
    }
    pirn_chan_free(c);
    return sum;
}

static async long firsts(unsigned seed)
{
    long sum = 0;
    scope (s) {
        for (int i = 0; i < 20; i++)
            spawn leaf(next(&seed));
        task(long) t[10];
        for (int i = 0; i < 10; i++)
            t[i] = spawn tree(3, next(&seed));
        task(long) f;
        while (await pirn_first(s, &f) == 0)
            sum += await f;
        await pirn_all(s);
    }
    return sum;
}

static async int late(struct pirn_scope *s, int n, unsigned seed)
{
    await wander(&seed);
    if (n > 0)
        spawn_in(s) late(s, n - 1, next(&seed));
    return n;
}

static async long round_of(unsigned seed)
{
    long sum = 0;
    scope (s) {
        task(long) a = spawn tree(6, next(&seed));
        task(long) b = spawn handles_get_about(next(&seed));
        task(long) c = spawn firsts(next(&seed));
        task(struct large) d = spawn big(5);
        task(struct large) e = spawn_on(next(&seed)) big(7);
        spawn late(s, 20, next(&seed));
        await wander(&seed);
        sum += await a + await b + await c;
        struct large l = await d, m;
        await pirn_join(e, &m);
        sum += l.at[19] + m.at[0];
    }
    return sum;
}

int main(void)
{
    for (int workers = 1; workers <= 8; workers *= 2)
        for (unsigned seed = 1; seed <= 12; seed++) {
            long sum = pirn_run_with(&(struct pirn_options){.workers = workers},
                                     round_of(seed));
            if (sum != 127 + 50 * 7 + 10 * 15 + 24 + 7) {
                printf("%d workers, seed %u: %ld\n", workers, seed, sum);
                return 1;
            }
        }
    puts("ok");
    return 0;
}
