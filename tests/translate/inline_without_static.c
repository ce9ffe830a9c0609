// An inline coroutine with an external definition elsewhere in the file.
// elided: same
#include "../tick.h"

inline async int twice(int n)
{
    return await tick(n) * 2;
}
extern inline async int twice(int n);

__attribute__((gnu_inline)) extern inline async int thrice(int n)
{
    return await tick(n) * 3;
}

async int thrice(int n)
{
    return await tick(n) * 3;
}

static async void test(void)
{
    async int (*volatile f)(int) = twice;
    say("%d %d %d\n", await twice(2), await f(3), await thrice(2)); // expect: 4 6 6
}
