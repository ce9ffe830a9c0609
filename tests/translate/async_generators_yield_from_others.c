// yield_from in async generators: of plain ones and async ones, to any depth.
// asan
#include <errno.h>

#include "../tick.h"

static generator int plain(int from, int n)
{
    defer say("-p ");
    if (n > 1) {
        yield from;
        yield_from plain(from + 1, n - 1);
    } else {
        yield from;
        if (from == 99)
            pirn_fail(-EDOM);
    }
}

static async generator int leaf(int n)
{
    defer {
        await tick(0);
        say("-l%d ", n);
    }
    await tick(0);
    yield await tick(n);
    await tick(0);
    if (n == 7)
        pirn_fail(-EPROTO);
    yield n + 1;
}

static async generator int middle(int n)
{
    int local[2] = {n, n * 10};
    await tick(0);
    yield_from leaf(local[0]);
    defer say("-m%d ", await tick(local[1]));
    yield_from plain(await tick(local[1]), 2);
    yield_from leaf(local[0] + 2);
}

static async generator int top(int n)
{
    yield -1;
    gen(int) begun = middle(n);
    int v;
    await pirn_next(begun, &v);
    await pirn_next(begun, &v);
    yield v * 100;
    yield_from begun;
    defer say("-t ");
    yield_from plain(-5, 1);
    if (n == 9)
        yield_from plain(99, 1);
    await tick(0);
    yield -2;
}

/* From an ended one, and from one that never gives anything. */
static async generator int empty(void)
{
    await tick(0);
}

static async generator int little(void)
{
    gen(int) ended = leaf(1);
    int v;
    while (await pirn_next(ended, &v))
        ;
    yield_from ended;
    yield_from empty();
    yield_from plain(3, 1);
    yield_from empty();
}

static async void all(gen(int) g)
{
    int v, rc;
    while ((rc = await pirn_next(g, &v)) == 1)
        say("%d ", v);
    say("%d %d |\n", rc, await pirn_next(g, &v));
    await pirn_gen_close(g);
}

static async void some(gen(int) g, int n)
{
    int v;
    for (int i = 0; i < n; i++)
        if (await pirn_next(g, &v) == 1)
            say("%d ", v);
    say("close ");
    await pirn_gen_close(g);
    say("|\n");
}

static async generator int nest(int depth)
{
    defer if (depth % 1000 == 0) say("%d ", depth);
    if (depth)
        yield_from nest(depth - 1);
    else
        for (int i = 0; i < 3; i++)
            yield await tick(i);
}

/* Each value may be asked for by another task. */
static async int ask(gen(int) g)
{
    int v = 0;
    await pirn_next(g, &v);
    return v;
}

static async void test(void)
{
    await all(middle(1));
    // expect: 1 2 -l1 10 11 -p -p 3 4 -l3 -m10 0 0 |
    await all(top(1));
    // expect: -1 200 -l1 10 11 -p -p 3 4 -l3 -m10 -5 -p -2 -t 0 0 |
    await all(middle(7)); // expect: 7 -l7 -71 0 |
    await all(middle(5)); // expect: 5 6 -l5 50 51 -p -p 7 -l7 -m50 -71 0 |
    await all(top(9));
    // expect: -1 1000 -l9 90 91 -p -p 11 12 -l11 -m90 -5 -p 99 -p -t -33 0 |
    await all(little()); // expect: -l1 3 -p 0 0 |
    await some(top(1), 0); // expect: close |
    await some(top(1), 1); // expect: -1 close |
    await some(top(1), 3); // expect: -1 200 -l1 10 close -p -m10 |
    await some(top(1), 4); // expect: -1 200 -l1 10 11 close -p -p -m10 |
    await some(top(1), 5); // expect: -1 200 -l1 10 11 -p -p 3 close -l3 -m10 |
    await some(top(1), 7); // expect: -1 200 -l1 10 11 -p -p 3 4 -l3 -m10 -5 close -p -t |
    await some(middle(1), 1); // expect: 1 close -l1 |
    await some(nest(3000), 2); // expect: 0 1 close 0 1000 2000 3000 |
    await all(nest(2000));     // expect: 0 1 2 0 1000 2000 0 0 |
    gen(int) g = middle(1);
    for (int i = 0; i < 3; i++)
        scope (s) {
            task(int) asking = spawn ask(g);
            say("%d ", await asking);
        }
    await pirn_gen_close(g);
    say("|\n"); // expect: 1 2 -l1 10 -p -m10 |
}
