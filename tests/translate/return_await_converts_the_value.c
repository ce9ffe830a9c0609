// `return await g()` with g of another type is no tail call but a conversion.
// elided: same
#include "../tick.h"

static async long wide(int n)
{
    await tick(0);
    return n + (1L << 32);
}

static async int narrow(int n)
{
    return (int)await wide(n);
}

static async short narrower(int n)
{
    return await tick(n);
}

static async double to_double(int n)
{
    return await tick(n);
}

static async unsigned to_unsigned(int n)
{
    return (unsigned)await tick(n);
}

static async bool to_bool(int n)
{
    return await tick(n);
}

static async const void *to_pointer(int *p)
{
    await tick(0);
    return p;
}

static async const void *through(int *p)
{
    return await to_pointer(p);
}

static async int local_in_the_way(int n)
{
    int local = n;
    return await tick(*&local);
}

static async int load(int *p)
{
    await tick(0);
    return *p;
}

static async int pointer_to_a_parameter(int n)
{
    return await load(&n);
}

static async int pointer_to_a_local(int n)
{
    int a[2] = {n, n + 1};
    return await load(a + 1);
}

static async int pointer_to_a_literal(int n)
{
    return await load(&(int){n});
}

static async int pointer_escaped(int n)
{
    int *p = &n;
    (*p)++;
    return await load(p);
}

static async void test(void)
{
    say("%d\n", await narrow(3)); // expect: 3
    say("%d\n", await narrower(65537)); // expect: 1
    say("%.1f\n", await to_double(3)); // expect: 3.0
    say("%u\n", await to_unsigned(-1)); // expect: 4294967295
    say("%d\n", await to_bool(256)); // expect: 1
    int x = 1;
    say("%d\n", await through(&x) == &x); // expect: 1
    say("%d\n", await local_in_the_way(3)); // expect: 3
    say("%d\n", await pointer_to_a_parameter(4)); // expect: 4
    say("%d\n", await pointer_to_a_local(4)); // expect: 5
    say("%d\n", await pointer_to_a_literal(6)); // expect: 6
    say("%d\n", await pointer_escaped(6)); // expect: 7
}
