// const, volatile, _Atomic, register and restrict locals and parameters.
// elided: same
#include "../tick.h"

static async int constant(const int n)
{
    const int twice = 2 * n;
    int const *const p = &twice;
    const char *const name = "name";
    await tick(0);
    return *p + n + (int)strlen(name);
}

static async int constant_moved(const int n)
{
    const int twice = 2 * n;
    const int awaited = await tick(5);
    await tick(0);
    return twice + n + awaited;
}

static async int shaky(volatile int n)
{
    volatile int v = n;
    await tick(0);
    v += 1;
    volatile int *p = &v;
    await tick(0);
    *p += 1;
    return v + n;
}

static async int atomic(int n)
{
    _Atomic int a = n;
    _Atomic(long) b = 5;
    await tick(0);
    a += 2;
    b++;
    await tick(0);
    return a + (int)b;
}

static async int atomic_awaited(void)
{
    _Atomic int a = await tick(3);
    a += await tick(4);
    await tick(0);
    a = await tick(a + 1);
    return a;
}

static async int in_register(register int n)
{
    register int r = n * 2;
    register const char *s = "abc";
    await tick(0);
    return r + n + s[1];
}

static async int restricted(int *restrict p, int *const restrict q)
{
    int *restrict r = q;
    await tick(0);
    return *p * 10 + *r;
}

typedef const int fixed;
typedef volatile int shaken;
typedef _Atomic int atom;

static async int by_typedef(fixed n)
{
    fixed f = n + 1;
    shaken s = f;
    atom a = s;
    fixed later = await tick(1);
    await tick(0);
    s++;
    a++;
    return f + s + a + later;
}

static async void test(void)
{
    say("%d\n", await constant(3)); // expect: 13
    say("%d\n", await constant_moved(3)); // expect: 14
    say("%d\n", await shaky(4)); // expect: 10
    say("%d\n", await atomic(1)); // expect: 9
    say("%d\n", await atomic_awaited()); // expect: 8
    say("%d\n", await in_register(5)); // expect: 113
    int x = 6, y = 7;
    say("%d\n", await restricted(&x, &y)); // expect: 67
    say("%d\n", await by_typedef(1)); // expect: 9
}
