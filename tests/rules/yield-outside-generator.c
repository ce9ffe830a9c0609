// yield is a statement of generators.
#include <pirn.h>

void plain(void)
{
    yield 1; // error: 'yield' in 'plain', which is not a generator [yield-outside-generator]
}
// help: declare the function: generator T f(...)

async int coroutine(void)
{
    yield 2; // error: 'yield' in 'coroutine', which is not a generator [yield-outside-generator]
    return 0;
}
