// A yield inside a scope would run the consumer under the producer's deadline.
#include <pirn.h>

async int slow(void);

async generator int numbers(void)
{
    yield 1;
    scope (s, .timeout = PIRN_S) {
        int x = await slow();
        if (x)
            yield x; // error: 'yield' inside a scope [yield-in-scope]
    }
}
// help: yield behind it

async generator int nested(void)
{
    scope (outer) {
        scope (inner) {
            spawn slow();
        }
        for (int i = 0; i < 3; i++)
            yield i; // error: 'yield' inside a scope [yield-in-scope]
    }
}

async generator int behind_it(void)
{
    int x = 0;
    scope (s) {
        x = await slow();
    }
    yield x;
}
