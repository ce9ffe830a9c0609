// `(await f()).member`, elements of it, and `(await f())->member`.
// elided: same
#include "../tick.h"

struct inner {
    int a[3];
};

struct outer {
    struct inner inner;
    double d;
    struct outer *self;
};

static struct outer object = {{{1, 2, 3}}, 0.5, &object};

static async struct outer by_value(int n)
{
    struct outer o = {{{n, n + 1, n + 2}}, n * 1.5, &object};
    await tick(0);
    return o;
}

static async struct outer *by_pointer(void)
{
    await tick(0);
    return &object;
}

static async void test(void)
{
    say("%d\n", (await by_value(4)).inner.a[2]); // expect: 6
    say("%.1f\n", (await by_value(4)).d); // expect: 6.0
    say("%d\n", (await by_value(1)).self->inner.a[1]); // expect: 2
    say("%d\n", (await by_pointer())->inner.a[0]); // expect: 1
    say("%.1f\n", (*await by_pointer()).d); // expect: 0.5
    (await by_pointer())->inner.a[await tick(2)] = await tick(33);
    say("%d\n", object.inner.a[2]); // expect: 33
    object.inner.a[2] = 3;
    say("%d\n", (await by_value(await tick(5))).inner.a[await tick(1)]); // expect: 6
    say("%zu\n", sizeof (await by_value(1)).inner); // expect: 12
    struct inner copy = (await by_value(7)).inner;
    say("%d\n", copy.a[0]); // expect: 7
    struct outer twice[] = {await by_value(1), await by_value(2)};
    say("%d\n", twice[1].inner.a[1] + twice[0].inner.a[0]); // expect: 4
}
