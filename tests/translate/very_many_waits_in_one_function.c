/* Where a coroutine waits at more than a hundred places, and in loops nested
 * more than sixty deep, it is generated otherwise, and does the same. */
// elided: same
#include "../tick.h"

#define FOUR(x) x x x x
#define MANY(x) FOUR(FOUR(FOUR(FOUR(x))))

static async int next(int n)
{
    await tick(0);
    return n + 1;
}

static async int count(int n)
{
    MANY(n = await next(n); if (n < 0) return n;)
    return n;
}

#define L8(i, x)                                                               \
    for (int i##0 = 0; i##0 < 1; i##0++)                                       \
        for (int i##1 = 0; i##1 < 1; i##1++)                                   \
            for (int i##2 = 0; i##2 < 1; i##2++)                               \
                for (int i##3 = 0; i##3 < 2; i##3++)                           \
                    for (int i##4 = 0; i##4 < 1; i##4++)                       \
                        for (int i##5 = 0; i##5 < 1; i##5++)                   \
                            for (int i##6 = 0; i##6 < 1; i##6++)               \
                                for (int i##7 = 0; i##7 < 1; i##7++)           \
                                    x

static async int nest(int n)
{
    L8(a, L8(b, L8(c, L8(d, L8(e, L8(f, L8(g, L8(h, for (int i = 0; i < 2; i++)
        n = await next(n);))))))))
    return n;
}

static async void test(void)
{
    say("%d\n", await count(0)); // expect: 256
    say("%d\n", await nest(0));  // expect: 512
}
