// A pointer into a local that is dead by name keeps it alive all the same.
// elided: same
#include "../tick.h"

static int *saved;

static async int read_later(void)
{
    await tick(0);
    return *saved;
}

static async int dead_by_name(int n)
{
    int local = n * 3;
    saved = &local;
    /* local is not named any more */
    await tick(0);
    int got = await read_later();
    return got;
}

static async int pointer_from_the_middle(int n)
{
    int a[4] = {n, n + 1, n + 2, n + 3};
    int *p = a + 2;
    await tick(0);
    return *p;
}

static async int pointer_to_member(int n)
{
    struct {
        int x, y;
    } s = {n, n * 2};
    int *p = &s.y;
    await tick(0);
    return *p;
}

static async void test(void)
{
    say("%d\n", await dead_by_name(4)); // expect: 12
    say("%d\n", await pointer_from_the_middle(5)); // expect: 7
    say("%d\n", await pointer_to_member(6)); // expect: 12
}
