// A forgotten bracket in an await.
#include <pirn.h>
async int g(int a, int b);
async int f(int n)
{
    n = await g(n, (2); // says: 23
    return n; // gcc: 14
} // gcc: 1
