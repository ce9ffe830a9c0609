// Parameters of function type are pointers, plain or to coroutines.
// elided: same
#include "../tick.h"

typedef int plain(int);
typedef async int slow(int);

static int triple(int x)
{
    return 3 * x;
}

static async int slowly(int x)
{
    await tick(0);
    return 4 * x;
}

static async int apply(int f(int), int x)
{
    await tick(0);
    return f(x);
}

static async int apply_named(plain f, int x)
{
    await tick(0);
    return f(x) + (*f)(x);
}

static async int apply_slow(slow f, int x)
{
    await tick(0);
    return await f(x) + await (*f)(x + 1);
}

static async int apply_pointer(async int (*f)(int), int x)
{
    return await f(await f(x));
}

static async int apply_declared(async int f(int), int x)
{
    await tick(0);
    return await f(x);
}

static async void test(void)
{
    say("%d\n", await apply(triple, 2)); // expect: 6
    say("%d\n", await apply_named(triple, 2)); // expect: 12
    say("%d\n", await apply_slow(slowly, 2)); // expect: 20
    say("%d\n", await apply_pointer(slowly, 2)); // expect: 32
    say("%d\n", await apply_declared(&slowly, 3)); // expect: 12
}
