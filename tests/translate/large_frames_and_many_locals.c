// Frames far beyond every size class, and hundreds of locals in one.
// elided: same
#include "../tick.h"

struct huge {
    char bytes[20000];
};

static async int large(int n)
{
    struct huge h;
    memset(&h, n, sizeof h);
    await tick(0);
    return h.bytes[0] + h.bytes[sizeof h - 1];
}

static async struct huge by_value(struct huge h, int n)
{
    await tick(0);
    h.bytes[n] = (char)n;
    await tick(0);
    return h;
}

#define FOUR(X, a) X(a##0) X(a##1) X(a##2) X(a##3)
#define SIXTEEN(X, a) FOUR(X, a##0) FOUR(X, a##1) FOUR(X, a##2) FOUR(X, a##3)
#define ALL(X) SIXTEEN(X, v0) SIXTEEN(X, v1) SIXTEEN(X, v2) SIXTEEN(X, v3)
#define DECLARE(name) int name = await tick(n++);
#define ADD(name) +name

static async int many(int n)
{
    ALL(DECLARE)
    await tick(0);
    return 0 ALL(ADD);
}

static async int several_large_blocks(int n)
{
    int sum = 0;
    {
        int a[500] = {[499] = n};
        await tick(0);
        sum += a[499] + a[0];
    }
    {
        int b[500] = {[0] = n + 1};
        await tick(0);
        sum += b[0] + b[499];
    }
    for (int i = 0; i < 2; i++) {
        long c[300] = {n + 2, [1] = n + 2};
        await tick(0);
        sum += (int)c[i] + (int)c[299];
    }
    return sum;
}

static async void test(void)
{
    say("%d\n", await large(3)); // expect: 6
    struct huge h = {{1, 2, 3}};
    struct huge other = await by_value(h, 5);
    say("%d %d %d\n", other.bytes[2], other.bytes[5], h.bytes[5]); // expect: 3 5 0
    say("%d\n", (await by_value(await by_value(h, 7), 8)).bytes[7]); // expect: 7
    say("%d\n", await many(0)); // expect: 2016
    say("%d\n", await several_large_blocks(1)); // expect: 9
}
