// An else that belongs to another if than its indentation says.
#include <pirn.h>

async int slow(int n);
async int test(int n);

async int test(int n)
{
    int sum = 0;
    if (n) // warning: -Wdangling-else
        if (await slow(n))
            sum++;
    else
        sum--;
    if (n) {
        if (await slow(n))
            sum++;
    } else
        sum--;
    return sum;
}
