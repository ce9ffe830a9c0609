// assert(await f()): the C library may name the condition under sizeof too.
// elided: same
#include <assert.h>

#include "../tick.h"

static int calls;

static async int check(int value)
{
    calls++;
    return await tick(value);
}

static async void test(void)
{
    calls = 0;
    assert(await check(1));
    say("%d\n", calls); // expect: 1
    assert(await check(2) == 2 && "it is two");
    say("%d\n", calls); // expect: 2
    int x = 5;
    assert((x = await check(3)) == 3);
    say("%d %d\n", calls, x); // expect: 3 3
    if (x)
        assert(await check(1));
    else
        assert(!await check(0));
    say("%d\n", calls); // expect: 4
    _Static_assert(sizeof(check(1)) == sizeof(int), "a call is not made here");
    say("%zu %d\n", sizeof(await check(1)), calls); // expect: 4 4
    __typeof__(await check(1)) y = 7;
    say("%d %d\n", y, calls); // expect: 7 4
    say("%d %d\n", (int)_Alignof(__typeof__(await check(2))), calls); // expect: 4 4
    say("%d\n", __builtin_constant_p(3) + __builtin_types_compatible_p( // expect: 2
                                              __typeof__(await check(1)), int));
}
