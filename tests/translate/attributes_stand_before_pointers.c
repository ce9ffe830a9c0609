// An attribute may stand between a parenthesis or a comma and the star of a
// pointer. elided: same
#include "../tick.h"

static int twice(int x)
{
    return 2 * x;
}

static async int by_pointer(int x)
{
    int(__attribute__(()) * pointer)(int) = twice;
    await tick(0);
    return pointer(x);
}

static async int in_a_type_name(int x)
{
    void *pointer = (void *)(intptr_t)twice;
    await tick(0);
    x += (int)sizeof(int(__attribute__(()) *)(int));
    return ((int(__attribute__(()) *)(int))(intptr_t)pointer)(x);
}

static async int behind_a_comma(int x)
{
    int a = x, __attribute__((unused)) *p = &a,
        (__attribute__((unused)) * q)[1] = NULL;
    await tick(0);
    *p += 1;
    return a + (q == NULL);
}

static async int(__attribute__((noinline)) of_a_function)(int x)
{
    return x + await tick(1);
}

static async void test(void)
{
    say("%d\n", await by_pointer(3));                               // expect: 6
    say("%d\n", await in_a_type_name(1) - 2 * (int)sizeof(void *)); // expect: 2
    say("%d\n", await behind_a_comma(4));                           // expect: 6
    say("%d\n", await of_a_function(5));                            // expect: 6
}
