// Inner names hide outer ones: variables, typedefs, parameters, functions.
// elided: same
#include "../tick.h"

typedef int number;
static int value = 1000;

static async int variables(int n)
{
    int sum = n;
    {
        int n = 20;
        await tick(0);
        sum += n;
        {
            int n = 300;
            await tick(0);
            sum += n;
        }
        sum += n;
    }
    await tick(0);
    return sum + n;
}

static async int global(void)
{
    int sum = value;
    int value = 1;
    await tick(0);
    {
        extern int tick_shadow_value;
        sum += tick_shadow_value;
    }
    return sum + value;
}

int tick_shadow_value = 50;

static async int typedef_hidden_by_variable(number n)
{
    number before = n;
    int number = 4;
    await tick(0);
    return before + number * 2;
}

static async int typedef_hidden_by_parameter(int number)
{
    await tick(0);
    return (number)+1;
}

static async int variable_hidden_by_typedef(int value)
{
    int sum = value;
    {
        typedef char value;
        value c = 3;
        value *p = &c;
        await tick(0);
        sum += *p + (int)sizeof(value);
    }
    return sum + value;
}

static async int loops(void)
{
    int sum = 0, i = 7;
    for (int i = 0; i < 3; i++) {
        await tick(0);
        for (int i = 10; i < 12; i++)
            sum += await tick(i);
        sum += i;
    }
    return sum + i;
}

static async int local_function_hides(void)
{
    int tick_store = 5;
    await tick(0);
    return tick_store;
}

static async int enumerators(int n)
{
    enum { A = 1, B };
    {
        enum { B = 20, A };
        await tick(0);
        n += A + B;
    }
    await tick(0);
    return n + A + B;
}

static async int inner_uses_outer(int x)
{
    int y = x;
    {
        int y_outer = y, y = y_outer + 1;
        await tick(0);
        x += y;
    }
    return x + y;
}

static async void test(void)
{
    say("%d\n", await variables(1)); // expect: 342
    say("%d\n", await global()); // expect: 1051
    say("%d\n", await typedef_hidden_by_variable(3)); // expect: 11
    say("%d\n", await typedef_hidden_by_parameter(3)); // expect: 4
    say("%d\n", await variable_hidden_by_typedef(3)); // expect: 10
    say("%d\n", await loops()); // expect: 73
    say("%d\n", await local_function_hides()); // expect: 5
    say("%d\n", await enumerators(0)); // expect: 44
    say("%d\n", await inner_uses_outer(2)); // expect: 7
}
