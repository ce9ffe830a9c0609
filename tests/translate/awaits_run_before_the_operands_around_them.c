// Awaits of one expression run first, left to right; the other operands are
// evaluated afterwards, and see what happened meanwhile.
#include "../tick.h"

static int global;

static async int change(int to, int value)
{
    await tick(0);
    global = to;
    return await tick(value);
}

static async int slow(const char *where, int value)
{
    note(where, value);
    return await tick(value);
}

static int three(int a, int b, int c)
{
    return a * 100 + b * 10 + c;
}

static async int three_slowly(int a, int b, int c)
{
    await tick(0);
    return a * 100 + b * 10 + c;
}

static async void test(void)
{
    global = 1;
    int x = global + await change(2, 10);
    say("%d\n", x); // expect: 12
    global = 1;
    x = await change(2, 10) + global;
    say("%d\n", x); // expect: 12
    global = 1;
    x = three(global, await change(2, 3), global);
    say("%d\n", x); // expect: 232
    global = 1;
    x = await three_slowly(global, await change(2, 3), global);
    say("%d\n", x); // expect: 232
    x = await slow("a", 1) * 100 + await slow("b", 2) * 10 + await slow("c", 3);
    say("%d\n", x); // expect: a b c 123
    x = three(await slow("a", 1), await slow("b", 2), await slow("c", 3));
    say("%d\n", x); // expect: a b c 123
    x = await three_slowly(await slow("a", 1), await slow("b", 2),
                           await slow("c", 3));
    say("%d\n", x); // expect: a b c 123
    x = three(await slow("a", 1), note("b", 2), await slow("c", 3));
    say("%d\n", x); // expect: a c b 123
    int a[3] = {0};
    global = 0;
    a[global] = await change(2, 7);
    say("%d %d %d\n", a[0], a[1], a[2]); // expect: 0 0 7
    int *p = a;
    *p++ = await tick(5);
    *p++ += await tick(6);
    say("%d %d %d %d\n", a[0], a[1], a[2], (int)(p - a)); // expect: 5 6 7 2
    x = 1;
    x += await slow("a", 5) + x;
    say("%d\n", x); // expect: a 7
    x = (note("a", 1) ? await slow("b", 2) : 0) + note("c", 3);
    say("%d\n", x); // expect: a b c 5
    x = a[await slow("a", 0)] - a[await slow("b", 1)];
    say("%d\n", x); // expect: a b -1
    a[await slow("a", 0)] = await slow("b", 9);
    say("%d\n", a[0]); // expect: a b 9
    a[await slow("a", 1)] += a[await slow("b", 0)] * await slow("c", 2);
    say("%d\n", a[1]); // expect: a b c 24
    x = -await tick(4) + !await tick(0) + ~await tick(0) + (int)(char)await tick(257);
    say("%d\n", x); // expect: -3
    x = await tick(await tick(await tick(3) + 1) + 1);
    say("%d\n", x); // expect: 5
    int l = await slow("a", 1), m = note("b", l) + await slow("c", 2);
    say("%d\n", m); // expect: a c b 3
}
