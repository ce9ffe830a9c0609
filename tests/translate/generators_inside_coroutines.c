// A coroutine consumes plain generators, in conditions and across awaits.
#include "../tick.h"

static generator int count(int n)
{
    for (int i = 0; i < n; i++)
        yield i;
}

static async int sum(gen(int) g)
{
    int sum = 0, v;
    while (pirn_next(g, &v) == 1)
        sum += await tick(v);
    return sum;
}

static async int two_at_once(int n)
{
    gen(int) a = count(n), b = count(n + 1);
    int x = 0, y = 0, sum = 0;
    for (; pirn_next(a, &x) && pirn_next(b, &y); await tick(0))
        sum += x * y;
    pirn_gen_close(a);
    await tick(0);
    pirn_gen_close(b);
    return sum;
}

static async int next_and_await(int n)
{
    gen(int) g = count(n);
    int v = 0, sum = 0;
    for (;;) {
        int rc = pirn_next(g, &v) + await tick(0);
        if (!rc)
            break;
        sum += v;
    }
    pirn_gen_close(g);
    return sum;
}

static async void test(void)
{
    gen(int) g = count(5);
    say("%d\n", await sum(g)); // expect: 10
    pirn_gen_close(g);
    say("%d\n", await two_at_once(4)); // expect: 14
    say("%d\n", await next_and_await(5)); // expect: 10
}
