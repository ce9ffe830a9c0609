// The arguments of pirn_run's call are evaluated before the runtime begins.
// elided: same
#include <stdio.h>

#include <pirn.h>

static async int add(int a, int b)
{
    await pirn_yield_now();
    return a + b;
}

static int three(void)
{
    return pirn_run(add(1, 2));
}

int main(void)
{
    printf("%d\n", pirn_run(add(three(), 4))); // expect: 7
    printf("%d\n", pirn_run(add(pirn_run(add(1, 2)), 3))); // expect: 6
    return 0;
}
