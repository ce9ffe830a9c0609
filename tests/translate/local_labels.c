// __label__ declares a label for its block, which macros need.
// elided: same
#include "../tick.h"

#define FIND(array, n, what, at)                                               \
    ({                                                                         \
        __label__ end;                                                         \
        for (at = 0; at < (n); at++)                                           \
            if (await tick((array)[at]) == (what))                             \
                goto end;                                                      \
        at = -1;                                                               \
    end:                                                                       \
        at;                                                                    \
    })

static async int local_labels(void)
{
    int a[] = {3, 1, 4, 1, 5}, at;
    int first = FIND(a, 5, 4, at);
    int second = FIND(a, 5, 9, at);
    goto end;
end:
    return first * 10 + second;
}

static async int block_labels(int n)
{
    int sum = 0;
    for (int i = 0; i < n; i++) {
        __label__ skip;
        if (await tick(i) == 1)
            goto skip;
        sum += i;
    skip:
        await tick(0);
        {
            __label__ skip;
            if (i == 2)
                goto skip;
            sum += 100;
        skip:;
        }
    }
    return sum;
}

static async void test(void)
{
    say("%d\n", await local_labels()); // expect: 19
    say("%d\n", await block_labels(4)); // expect: 305
}
