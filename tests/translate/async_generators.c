// An async generator awaits between its values; so does its consumer.
#include <errno.h>

#include "../tick.h"

static async generator int count(int n)
{
    for (int i = 0; i < n; i++) {
        await tick(0);
        yield i;
        await tick(0);
    }
}

static async generator int squares(int n)
{
    gen(int) g = count(n);
    int v;
    while (await pirn_next(g, &v) == 1)
        yield await tick(v) * v;
    await pirn_gen_close(g);
}

static generator async int failing(int n)
{
    int local[2] = {n, n + 1};
    int *p = local;
    await tick(0);
    yield *p++;
    await tick(0);
    yield *p;
    if (await tick(n))
        pirn_fail(-EPROTO);
    yield 100;
}

static generator int plain(int n)
{
    while (n--)
        yield n;
}

static async int sum(gen(int) g)
{
    int v, rc, sum = 0;
    while ((rc = await pirn_next(g, &v)) > 0)
        sum += v;
    await pirn_gen_close(g);
    return rc ? -1 : sum;
}

static async void test(void)
{
    gen(int) g = count(3);
    int v;
    while (await pirn_next(g, &v))
        say("%d ", v);
    say("%d %d\n", await pirn_next(g, &v), await pirn_next(g, &v)); // expect: 0 1 2 0 0
    await pirn_gen_close(g);
    say("%d\n", await sum(squares(4))); // expect: 14
    g = failing(0);
    while (await pirn_next(g, &v) == 1)
        say("%d ", v);
    say("end\n"); // expect: 0 1 100 end
    await pirn_gen_close(g);
    g = failing(1);
    int rc;
    while ((rc = await pirn_next(g, &v)) == 1)
        say("%d ", v);
    say("%d\n", rc == -EPROTO); // expect: 1 2 1
    say("%d\n", await pirn_next(g, &v)); // expect: 0
    await pirn_gen_close(g);
    say("%d\n", await sum(plain(5))); // expect: 10
    g = count(5);
    await pirn_next(g, &v);
    await pirn_next(g, &v);
    await pirn_gen_close(g);
    say("%d\n", v); // expect: 1
    g = count(1);
    await pirn_gen_close(g);
    await pirn_gen_close((gen(int))0);
    if (v && await pirn_next(g = squares(3), &v) == 1)
        say("%d\n", v); // expect: 0
    await pirn_gen_close(g);
}
