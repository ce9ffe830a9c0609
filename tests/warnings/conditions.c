// Conditions that look like mistakes; those that an await adds are none.
#include <pirn.h>

async int slow(int n);
async int test(int n, unsigned u);
async int fine(int n);

async int test(int n, unsigned u)
{
    int sum = 0;
    if (n = await slow(n)) // warning: -Wparentheses
        sum++;
    while (n = 0) // warning: -Wparentheses
        await slow(n);
    if (await slow(n) && n || sum) // warning: -Wparentheses
        sum++;
    if (n & 1 == await slow(n)) // warning: -Wparentheses
        sum++;
    if (await slow(n)); // warning: -Wempty-body
    if (u >= 0) // warning: -Wtype-limits
        sum++;
    if (n == n) // warning: -Wtautological-compare
        sum += await slow(n);
    return sum;
}

async int fine(int n)
{
    int sum = 0;
    if ((n = await slow(n)))
        sum++;
    while ((sum = await slow(n)) != 0)
        n--;
    if ((await slow(n) && n) || await slow(sum))
        sum++;
    if (!(await slow(n) == 0))
        sum++;
    if (await slow(n)) {
    } else
        sum--;
    return sum;
}
