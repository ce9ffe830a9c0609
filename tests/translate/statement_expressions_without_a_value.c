// A statement expression that ends with a statement is void.
// elided: same
#include "../tick.h"

#define WHEN(condition, action)                                                \
    ({                                                                         \
        if (condition)                                                         \
            action;                                                            \
    })

static async int counted(int *n)
{
    await tick(0);
    return ++*n;
}

static async void test(void)
{
    int n = 0;
    WHEN(await tick(1), await counted(&n));
    WHEN(await tick(0), await counted(&n));
    WHEN(n, n += await tick(10));
    say("%d\n", n); // expect: 11
    ({
        for (int i = 0; i < 3; i++)
            await counted(&n);
    });
    say("%d\n", n); // expect: 14
    for (int i = 0; i < 2; WHEN(await tick(1), i++))
        n += 100;
    say("%d\n", n); // expect: 214
    (void)({ await counted(&n); });
    n ? ({ while (n > 200) n -= await tick(50); }) : (void)0;
    say("%d\n", n); // expect: 165
    ({});
    ({ int unused = await tick(1); (void)unused; });
    say("%d\n", ({ ({ await counted(&n); }); n; })); // expect: 166
}
