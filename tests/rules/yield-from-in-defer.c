// The same of yield_from.
#include <pirn.h>

generator int numbers(int n);

async generator int more(int n)
{
    defer {
        yield_from numbers(n); // error: 'yield_from' in a defer, which also runs when nobody takes values any more [yield-in-defer]
    }
    yield n;
}
