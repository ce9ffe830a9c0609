// Casts, arithmetic conversions and conditional types are those of C.
// elided: same
#include "../tick.h"

static async unsigned char byte(int n)
{
    await tick(0);
    return (unsigned char)n;
}

static async short small(int n)
{
    return (short)await tick(n);
}

static async unsigned long long wide(void)
{
    await tick(0);
    return 1ULL << 63;
}

static async float single(void)
{
    await tick(0);
    return 0.1f;
}

static async void *pointer(void *p)
{
    await tick(0);
    return p;
}

static async bool truth(int n)
{
    return await tick(n) != 0;
}

static async void test(void)
{
    say("%d\n", await byte(200) + await byte(100)); // expect: 300
    say("%d\n", (unsigned char)(await byte(200) + await byte(100))); // expect: 44
    say("%d\n", ~await byte(0)); // expect: -1
    say("%d\n", await small(-1) < 1u); // expect: 0
    say("%d\n", (int)sizeof(await byte(1)) * 10 + (int)sizeof(+await byte(1))); // expect: 14
    say("%d\n", await wide() > 0); // expect: 1
    say("%d\n", (int)(await wide() >> 62)); // expect: 2
    say("%d\n", await single() == 0.1); // expect: 0
    say("%d\n", await single() == 0.1f); // expect: 1
    say("%d\n", (float)(await single() * 3) == 0.3f); // expect: 1
    int x = 5;
    say("%d\n", *(int *)await pointer(&x)); // expect: 5
    say("%d\n", *(const int *)(char *)await pointer(&x)); // expect: 5
    (void)await pointer(&x);
    say("%d\n", (int)(signed char)await tick(255)); // expect: -1
    double d = await truth(3) ? await tick(3) : 0.5;
    say("%.1f\n", d / 2); // expect: 1.5
    say("%.1f\n", (await truth(0) ? await tick(3) : 0.5) * 2); // expect: 1.0
    long l = await truth(1) ? -1 : 0u;
    say("%ld\n", l); // expect: 4294967295
    l = await truth(0) ? await wide() : -1;
    say("%ld\n", l); // expect: -1
    say("%d\n", await truth(1) + await truth(2) * 2); // expect: 3
    unsigned u = 3;
    say("%d\n", u - await tick(4) > 0); // expect: 1
    say("%d\n", (await byte(7) << 8 | await byte(3)) == 0x703); // expect: 1
    say("%d\n", await tick(7) / 2 * 2.0 == 6.0); // expect: 1
    say("%d\n", -await byte(1) < 0); // expect: 1
    say("%d\n", (await truth(1), await byte(255)) + 1); // expect: 256
    char *end = (char *)await pointer(&x) + 1;
    say("%d\n", (int)(end - (char *)&x)); // expect: 1
}
