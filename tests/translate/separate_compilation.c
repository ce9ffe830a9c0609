// Coroutines of another file are awaited through their declarations.
// with: parts/shared.c
// elided: same
#include "parts/shared.h"

static async int triple(int x)
{
    return await tick(x) * 3;
}

static async void test(void)
{
    say("%d\n", await shared_add(1, 2)); // expect: 3
    struct shared s = await shared_make(5);
    say("%d %d\n", s.n, await s.call(&s)); // expect: 10 20
    say("%d\n", await shared_operation(3, 4)); // expect: 7
    say("%d\n", await shared_apply(triple, 5)); // expect: 21
    say("%d\n", await shared_inline(4)); // expect: 8
    say("%d\n", await shared_recursive(4)); // expect: 10
    say("%d\n", (await shared_make(1)).n); // expect: 2
}
