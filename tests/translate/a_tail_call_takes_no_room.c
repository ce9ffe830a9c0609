// `return await f()` of a compatible type is a tail call: ten million of
// them, suspended or not, in the memory of one.
// elided: no
#include <stdio.h>
#include <sys/resource.h>

#include <pirn.h>

static async int pong(int n, int sum);

static async int ping(int n, int sum)
{
    if (n % 1000 == 0)
        await pirn_yield_now();
    if (n == 0)
        return sum;
    return await pong(n - 1, sum + 1);
}

static async int pong(int n, int sum)
{
    return await ping(n, sum);
}

static async void countdown(int *n)
{
    await pirn_yield_now();
    if (--*n <= 0)
        return;
    return await countdown(n);
}

async int main(void)
{
    printf("%d\n", await ping(10000000, 0)); // expect: 10000000
    int n = 1000000;
    await countdown(&n);
    printf("%d\n", n); // expect: 0
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    /* without tail calls it would be hundreds of megabytes */
    printf("%d\n", usage.ru_maxrss < 128 * 1024); // expect: 1
    return 0;
}
