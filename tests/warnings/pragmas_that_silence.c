// Pragmas that silence a warning keep silencing it in a coroutine.
#include <pirn.h>

async int slow(int n);
async int test(int n, unsigned m);

async int test(int n, unsigned m)
{
    int sum = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-compare"
    if (n < m)
        sum += await slow(n);
    if (await slow(n) < m)
        sum++;
#pragma GCC diagnostic pop
    if (await slow(n) < m) // warning: -Wsign-compare
        sum++;
    return sum;
}
