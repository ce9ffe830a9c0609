// Pointers to the locals of every level of a recursion stay good together.
// elided: same
#include "../tick.h"

struct level {
    int n;
    struct level *up;
};

static async int sum_of_levels(int n, struct level *up)
{
    struct level here = {n, up};
    await tick(0);
    if (n > 0)
        return await sum_of_levels(n - 1, &here);
    int sum = 0;
    for (struct level *l = &here; l; l = l->up)
        sum = sum * 10 + l->n;
    await tick(0);
    return sum;
}

static async void test(void)
{
    say("%d\n", await sum_of_levels(5, NULL)); // expect: 12345
}
