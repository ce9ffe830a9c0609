/* _BitInt, in clang; gcc 12 does not have it. */
// async-all
#include <pirn.h>
#include <stdio.h>

#ifdef __clang__
#define BITS(n) _BitInt(n)
#elif defined(__SIZEOF_INT128__)
#define BITS(n) __int128
#endif

typedef unsigned BITS(77) wide;
struct pair {
    BITS(17) a;
    wide b;
};

static async wide add(wide a, BITS(5) b)
{
    await pirn_yield_now();
    return a + (wide)b;
}

async int main(void)
{
    wide x = ((wide)1 << 70) + 5;
    BITS(33) y = -4000000000;
    BITS(9) few[3] = {-256, 255, 7};
    struct pair p = {-65000, x};
    x = await add(x, 3);
    p.b = await add(p.b, -1);
    y += (BITS(33))(await add(1, 2));
    printf("%d %d\n", (int)(x >> 70), (int)(x & 255)); // expect: 1 8
    printf("%lld\n", (long long)y);                     // expect: -3999999997
    printf("%d %d\n", (int)p.a, (int)(p.b & 255));      // expect: -65000 4
    printf("%d %d\n", (int)few[0], (int)few[1]);        // expect: -256 255
    printf("%d\n", (int)(wide)(p.b - x + 4));           // expect: 0
    return 0;
}
