// Tasks that add to one variable: `sum += await f()` loses nothing.
// elided: same
#include <stdio.h>

#include <pirn.h>

static int sum;

static async int one(int turns)
{
    for (int i = 0; i < turns; i++)
        await pirn_yield_now();
    return 1;
}

static async void add(int n)
{
    for (int i = 0; i < n; i++)
        sum += await one(i % 3);
}

async int main(void)
{
    scope (s) {
        for (int i = 0; i < 10; i++)
            spawn add(100);
    }
    printf("%d\n", sum); // expect: 1000
    return 0;
}
