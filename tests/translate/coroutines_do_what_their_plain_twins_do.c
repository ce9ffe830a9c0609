// Coroutines give what the same text gives as plain functions: computed gotos
// into all parts, loops entered in the middle, ranges of cases, designators,
// nested conditions, arrays whose size is awaited.
// elided: same
#include "../tick.h"

static int itself(int n)
{
    return n;
}

#define KIND int
#define NAME(name) plain_##name
#define WAIT(n) itself(n)
#include "parts/hard_flow.h"
#undef KIND
#undef NAME
#undef WAIT

#define KIND async int
#define NAME(name) async_##name
#define WAIT(n) await tick(n)
#include "parts/hard_flow.h"

#define SAME(name, n)                                                          \
    if (await async_##name(n) != plain_##name(n))                              \
    say("%s(%d) differs\n", #name, n)

static async void test(void)
{
    for (int n = 0; n < 9; n++) {
        SAME(chosen, n);
        SAME(computed, n);
        SAME(duff, n + 1);
        SAME(ranges, n);
        SAME(initialisers, n & 3);
        SAME(conditions, n & 1);
        SAME(sizes, n);
    }
    say("compared\n"); // expect: compared
}
