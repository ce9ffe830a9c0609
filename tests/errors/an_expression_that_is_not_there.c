// Operators without operands.
#include <pirn.h>
async int g(int a, int b);
async int f(int n)
{
    n = await; // says: 14
    n = n + await g(1, 2) + ; // says: 29
    return n // says: 13
}
