// Two coroutines that await each other, a million levels deep together.
// elided: no
#include <stdbool.h>
#include <stdio.h>

#include <pirn.h>

static async bool is_odd(int n);

static async bool is_even(int n)
{
    if (n == 0) {
        await pirn_yield_now();
        return true;
    }
    bool result = await is_odd(n - 1);
    return result;
}

static async bool is_odd(int n)
{
    if (n == 0)
        return false;
    bool result = await is_even(n - 1);
    return result;
}

static async int ackermann(int m, int n)
{
    if (m == 0)
        return n + 1;
    if (n == 0)
        return await ackermann(m - 1, 1);
    return await ackermann(m - 1, await ackermann(m, n - 1));
}

async int main(void)
{
    printf("%d %d\n", await is_even(1000000), await is_even(999999)); // expect: 1 0
    printf("%d\n", await ackermann(2, 300)); // expect: 603
    return 0;
}
