// A defer also runs when nobody takes values any more.
#include <pirn.h>

generator int numbers(int n)
{
    defer yield 1; // error: 'yield' in a defer, which also runs when nobody takes values any more [yield-in-defer]
    yield n;
}
// help: yield before the block ends
