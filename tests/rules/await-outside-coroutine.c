// await is legal only in a coroutine.
#include <pirn.h>

async int one(void);

int plain(void)
{
    return await one(); // error: 'await' in the plain function 'plain' [await-outside-coroutine]
}
// help: declare the function async

static inline void in_a_condition(void)
{
    if (await one() > 0) // error: 'await' in the plain function 'in_a_condition' [await-outside-coroutine]
        return;
}

generator int numbers(void)
{
    yield 1;
    yield await one(); // error: 'await' in the plain generator 'numbers' [await-outside-coroutine]
}
// help: declare it: async generator

async int good(void)
{
    return (int)sizeof(await one());
}
