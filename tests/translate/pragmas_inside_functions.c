// Pragmas, also those made by _Pragma, keep their place in a coroutine.
// flags: -Wno-unknown-pragmas
// elided: same
#include "../tick.h"

#define QUIET(statement)                                                       \
    _Pragma("GCC diagnostic push")                                             \
    _Pragma("GCC diagnostic ignored \"-Wsign-compare\"")                       \
    statement                                                                  \
    _Pragma("GCC diagnostic pop")

#define QUIET_VALUE(x)                                                         \
    ({                                                                         \
        _Pragma("GCC diagnostic push")                                         \
        _Pragma("GCC diagnostic ignored \"-Wsign-compare\"")                   \
        int quiet_value = (x);                                                 \
        _Pragma("GCC diagnostic pop")                                          \
        quiet_value;                                                           \
    })

static async int statements(int n, unsigned m)
{
    QUIET(int less = n < m;)
    await tick(0);
    QUIET(if (n < m) less += await tick(1);)
    return less;
}

static async int values(int n, unsigned m)
{
    int sum = 10 + QUIET_VALUE(await tick(n) < m);
    sum += await tick(QUIET_VALUE(n == m));
    return sum;
}

static async int where_blocks_begin(int n)
{
#pragma STDC FP_CONTRACT OFF
    double x = await tick(n) + 0.5;
    {
#pragma STDC FP_CONTRACT OFF
        x = x * await tick(2);
    }
    return (int)x;
}

static async int before_loops(int n)
{
    int sum = 0;
#pragma GCC unroll 4
    for (int i = 0; i < n; i++)
        sum += await tick(i);
#pragma GCC unroll 2
    for (int i = 0; i < n; i++)
        sum += i;
    await tick(0);
#pragma GCC unroll 2
    while (await tick(n) > 0)
        n--;
#pragma GCC ivdep
    for (int i = 0; i < 3; i++)
        sum += i;
    return sum + n;
}

static async int around_declarations(void)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-variable"
    int x = 2;
#pragma GCC diagnostic pop
#pragma unknown to everybody
    await tick(0);
#pragma GCC diagnostic ignored "-Wunused-value"
    return x;
}

static async void test(void)
{
    say("%d\n", await where_blocks_begin(3)); // expect: 7
    say("%d\n", await statements(1, 2)); // expect: 2
    say("%d\n", await values(1, 2)); // expect: 11
    say("%d\n", await before_loops(4)); // expect: 15
    say("%d\n", await around_declarations()); // expect: 2
}
