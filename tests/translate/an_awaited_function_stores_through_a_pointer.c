// `int x; await set(&x);` sets x, also where nobody reads it again.
// elided: same
#include "../tick.h"

static async int set_and_forget(int v)
{
    int nobody_reads;
    await tick_store(&nobody_reads, v);
    return v;
}

static async int set_and_read(int v)
{
    int x;
    await tick_store(&x, v);
    return x;
}

static async int set_in_expression(int v)
{
    int x = 1, y = 2;
    return (await tick_store(&x, v), x) + (await tick_store(&y, v + 1), y);
}

static async int set_parameter(int v)
{
    await tick_store(&v, v + 5);
    return v;
}

static async int set_element(int v)
{
    int a[3] = {0};
    for (int i = 0; i < 3; i++)
        await tick_store(&a[i], v + i);
    return a[0] * 100 + a[1] * 10 + a[2];
}

static async int set_member(int v)
{
    struct {
        char pad;
        int x;
    } s = {0};
    await tick_store(&s.x, v);
    return s.x + s.pad;
}

static async void test(void)
{
    say("%d\n", await set_and_forget(1)); // expect: 1
    say("%d\n", await set_and_read(2)); // expect: 2
    say("%d\n", await set_in_expression(3)); // expect: 7
    say("%d\n", await set_parameter(4)); // expect: 9
    say("%d\n", await set_element(5)); // expect: 567
    say("%d\n", await set_member(6)); // expect: 6
}
