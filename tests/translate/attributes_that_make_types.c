// An attribute in a function's head may make another type of what stands before
// it.
// async-all
#include "../tick.h"

typedef int pair __attribute__((vector_size(2 * sizeof(int))));

static async int __attribute__((vector_size(2 * sizeof(int))))
from(int n, int __attribute__((vector_size(2 * sizeof(int)))) v)
{
    await tick(0);
    v[1] += n;
    return v;
}

static __attribute__((noinline, vector_size(2 * sizeof(int)))) async int
both(int n)
{
    pair result = {n, n};
    return await from(await tick(n), result);
}

static async long wide(int __attribute__((mode(DI))) n)
{
    await tick(0);
    return n >> 20;
}

static __attribute__((vector_size(2 * sizeof(int)))) int
plain(int n, int __attribute__((vector_size(2 * sizeof(int)))) v);

static int plain_wide(int __attribute__((mode(DI))) n);

static async void test(void)
{
    pair v = await both(4);
    say("%d %d\n", v[0], v[1]);                         // expect: 4 8
    say("%ld\n", await wide(3L << 40));                 // expect: 3145728
    say("%d\n", plain(1, v)[0] + plain_wide(1L << 35)); // expect: 10
}

static int plain_wide(int __attribute__((mode(DI))) n)
{
    return (int)(n >> 33);
}

static __attribute__((vector_size(2 * sizeof(int)))) int
plain(int n, int __attribute__((vector_size(2 * sizeof(int)))) v)
{
    v[0] += plain_wide(1L << 33) + n;
    return v;
}
