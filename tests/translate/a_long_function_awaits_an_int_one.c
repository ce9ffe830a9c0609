// The value of an await has the callee's type, and is converted as C does.
// elided: same
#include "../tick.h"

static async long wide(void)
{
    return await tick(-3);
}

static async long long_of_int(int x)
{
    long result = await tick(x);
    return result;
}

static async int int_of_long(void)
{
    return (int)await wide();
}

static async unsigned char byte(int x)
{
    return (unsigned char)await tick(x);
}

static async _Bool truth(int x)
{
    return await tick(x);
}

static async double real(int x)
{
    return await tick(x) / 2;
}

static async void test(void)
{
    say("%ld\n", await wide()); // expect: -3
    say("%ld\n", await long_of_int(-7)); // expect: -7
    say("%d\n", await int_of_long()); // expect: -3
    say("%d\n", await byte(300)); // expect: 44
    say("%d\n", await truth(256)); // expect: 1
    say("%.2f\n", await real(5)); // expect: 2.00
    float f = await tick(16777217);
    say("%.1f\n", (double)f); // expect: 16777216.0
    signed char c = await tick(200);
    say("%d\n", c); // expect: -56
    unsigned long u = await tick(-1);
    say("%lu\n", u); // expect: 18446744073709551615
    _Bool b = await tick(2);
    say("%d\n", b); // expect: 1
}
