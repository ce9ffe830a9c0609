// Local labels, labels before declarations and closing braces, several in a
// row, and the same name in two functions.
// elided: same
#include "../tick.h"

static async int several(int n)
{
    int turns = 0;
a:
b:
c:
    turns++;
    await tick(0);
    if (turns == 1)
        goto a;
    if (turns == 2)
        goto b;
    if (turns < n)
        goto c;
    goto end;
end:;
    return turns;
}

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

static async int unused_label(void)
{
    await tick(0);
unused: __attribute__((unused))
    return 3;
}

static async int label_like_variable(int end)
{
    int again = 0;
again:
    again++;
    await tick(0);
    if (again < end)
        goto again;
    goto end;
end:
    return again + end;
}

static async void test(void)
{
    say("%d\n", await several(5)); // expect: 5
    say("%d\n", await local_labels()); // expect: 19
    say("%d\n", await block_labels(4)); // expect: 305
    say("%d\n", await unused_label()); // expect: 3
    say("%d\n", await label_like_variable(3)); // expect: 6
}
