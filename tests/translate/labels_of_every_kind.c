// Labels before declarations and closing braces, several in a
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
    say("%d\n", await unused_label()); // expect: 3
    say("%d\n", await label_like_variable(3)); // expect: 6
}
