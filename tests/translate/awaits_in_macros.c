// Macros that evaluate their arguments once, twice, or never.
// elided: same
#include "../tick.h"

static int calls;

static async int counted(int n)
{
    calls++;
    return await tick(n);
}

#define ONCE(x) (x)
#define TWICE(x) ((x) + (x))
#define NEVER(x) (sizeof(x))
#define MAYBE(c, x) ((c) ? (x) : 0)
#define SWAP(a, b)                                                             \
    do {                                                                       \
        __typeof__(a) swap_ = (a);                                             \
        (a) = (b);                                                             \
        (b) = swap_;                                                           \
    } while (0)
#define CHECK(x)                                                               \
    do {                                                                       \
        if (!(x))                                                              \
            say("failed: %s\n", #x);                                           \
    } while (0)
#define TRY(x)                                                                 \
    ({                                                                         \
        int try_ = (x);                                                        \
        if (try_ < 0)                                                          \
            return try_;                                                       \
        try_;                                                                  \
    })
#define RUN(x) ({ await tick(0); x; })
#define EACH(i, n) for (int i = 0; i < await counted(n); i++)
#define AWAIT(f, ...) await f(__VA_ARGS__)
#define DEFINE(name, value)                                                    \
    static async int name(void)                                                \
    {                                                                          \
        return await counted(value);                                           \
    }

DEFINE(defined_by_macro, 31)

static async int tries(int a, int b)
{
    int sum = TRY(await counted(a));
    sum += TRY(await counted(b)) * 10;
    return sum + TRY(AWAIT(counted, 1)) * 100;
}

static async void test(void)
{
    calls = 0;
    say("%d\n", ONCE(await counted(2)) + TWICE(await counted(3))); // expect: 8
    say("%d %d\n", (int)NEVER(await counted(1)), calls); // expect: 4 3
    say("%d %d\n", MAYBE(calls > 9, await counted(4)), calls); // expect: 0 3
    int a = 1, b = 2;
    SWAP(a, b);
    await tick(0);
    say("%d %d\n", a, b); // expect: 2 1
    CHECK(await counted(1));
    CHECK(await counted(0) == 1); // expect: failed: await counted(0) == 1
    say("%d %d %d\n", await tries(1, 2), await tries(-1, 2), await tries(1, -2)); // expect: 121 -1 -2
    say("%d\n", RUN(5) + RUN(await counted(6))); // expect: 11
    int sum = 0;
    EACH(i, 3)
    EACH(j, 2) sum += i * j;
    say("%d\n", sum); // expect: 3
    say("%d\n", AWAIT(counted, 3) + await defined_by_macro()); // expect: 34
}
