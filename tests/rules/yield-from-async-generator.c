// A plain generator cannot wait for an async one.
#include <pirn.h>

async generator int numbers(void);

generator int plain(void)
{
    yield_from numbers(); // error: the plain generator 'plain' cannot wait for an async one [yield-from-async-generator]
}
// help: declare this one: async generator
