// va_list may be an array type: as a parameter it is a pointer then.
// elided: same
#define TICK_NO_MAIN
#include "../tick.h"

static async int sum_list(int n, va_list list)
{
    int sum = 0;
    for (int i = 0; i < n; i++)
        sum += await tick(va_arg(list, int));
    return sum;
}

static async int copied(int n, va_list list)
{
    va_list copy;
    va_copy(copy, list);
    await tick(0);
    int sum = await sum_list(n, copy);
    va_end(copy);
    return sum * 10 + va_arg(list, int);
}

/* A plain function that is variadic stays one. */
static int run(int n, ...)
{
    va_list list;
    va_start(list, n);
    int result = pirn_run(copied(n, list));
    va_end(list);
    return result;
}

int main(void)
{
    for (unsigned round = 0; round < TICK_ROUNDS; round++) {
        tick_begin(round);
        say("%d\n", run(3, 4, 5, 6)); // expect: 154
        say("%d\n", run(1, 7)); // expect: 77
        if (!tick_end(round))
            return 1;
    }
    return 0;
}
