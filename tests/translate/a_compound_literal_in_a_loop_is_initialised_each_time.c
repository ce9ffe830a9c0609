// Each time control reaches a compound literal it gets its values anew.
// elided: same
#include "../tick.h"

static async int bump(int *p)
{
    await tick(0);
    return ++*p;
}

static async void test(void)
{
    for (int i = 0; i < 3; i++)
        say("%d\n", await bump(&(int){10 * i}));
    // expect: 1
    // expect: 11
    // expect: 21
    int *kept = NULL, i = 0;
again:;
    int *p = &(int){i};
    say("%d ", kept == NULL || p == kept);
    kept = p;
    *p += 40;
    await tick(0);
    say("%d\n", *p);
    // expect: 1 40
    // expect: 1 41
    if (++i < 2)
        goto again;
}
