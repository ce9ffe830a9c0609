// Indentation that says something else than the braces.
#include <pirn.h>

async int slow(int n);
async int test(int n);

async int test(int n)
{
    int sum = 0;
    if (n) // warning: -Wmisleading-indentation
        sum += await slow(n);
        sum += await slow(1); // warning: -Wmisleading-indentation
    if (n)
        await slow(n);
    sum++;
    return sum;
}
