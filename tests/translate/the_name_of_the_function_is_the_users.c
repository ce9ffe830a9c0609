// __func__ and its kin give the user's name, in both bodies.
// elided: same
#include <assert.h>

#include "../tick.h"

static async int named(int n)
{
    say("%s ", __func__);
    await tick(0);
    say("%s ", __FUNCTION__);
    const char *p = __func__;
    await tick(0);
    return (int)sizeof __func__ + n + (int)strlen(p);
}

static async int fits(void)
{
    char copy[sizeof __func__ + sizeof __FUNCTION__];
    __typeof__(__func__) *name = &__func__;
    memset(copy, 0, sizeof copy);
    await tick(0);
    memcpy(copy, *name, sizeof *name);
    return (int)sizeof copy * 10 + copy[3];
}

static async void test(void)
{
    say("%s\n", __func__); // expect: test
    say("%d\n", await named(1)); // expect: named named 12
    say("%d\n", await fits() - 's'); // expect: 100
    const char *name = __func__;
    await tick(0);
    say("%s %d\n", name, (int)sizeof __func__); // expect: test 5
}
