// Words that the language reserves, and this version does not have.
#include <pirn.h>

async int slow(void);
int blocking(int n);
generator int numbers(void);

async int with_defer(void)
{
    defer (void)0; // error: 'defer' is a word of the language that this version does not have yet [unsupported-word]
    return await slow();
}

async int with_offload(void)
{
    return await offload blocking(1); // error: 'offload' is a word of the language that this version does not have yet [unsupported-word]
}

generator int with_yield_from(void)
{
    yield_from numbers(); // error: 'yield_from' is a word of the language that this version does not have yet [unsupported-word]
}

async int with_channel(void)
{
    chan(int) c = 0; // error: 'chan' is a word of the language that this version does not have yet [unsupported-word]
    return c != 0;
}
