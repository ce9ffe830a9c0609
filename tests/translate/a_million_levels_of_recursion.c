// Recursion is bounded by memory alone, not by the native stack.
// elided: no
#include <stdio.h>

#include <pirn.h>

static async int depth(int n)
{
    if (n == 0) {
        await pirn_yield_now();
        return 0;
    }
    return 1 + await depth(n - 1);
}

static async int depth_without_waiting(int n)
{
    return n ? 1 + await depth_without_waiting(n - 1) : 0;
}

static async long with_array(int n)
{
    int here[4] = {n, 1, 2, 3};
    long below = n ? await with_array(n - 1) : 0;
    return below + here[n % 4] - here[n % 4] + here[1];
}

async int main(void)
{
    printf("%d\n", await depth(1000000)); // expect: 1000000
    printf("%d\n", await depth_without_waiting(1000000)); // expect: 1000000
    printf("%ld\n", await with_array(200000)); // expect: 200001
    return 0;
}
