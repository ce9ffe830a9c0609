// A local has one address for the whole of its block, suspended or not.
// elided: same
#include "../tick.h"

static async int through(int *p)
{
    await tick(0);
    *p += 1;
    await tick(0);
    return *p;
}

static async void test(void)
{
    int x = 10;
    int *p = &x;
    await tick(0);
    *p = 11;
    await tick(0);
    say("%d\n", x); // expect: 11
    say("%d\n", p == &x); // expect: 1
    say("%d\n", await through(&x)); // expect: 12
    say("%d\n", x); // expect: 12
    int **pp = &p;
    await tick(0);
    say("%d\n", **pp); // expect: 12
}
