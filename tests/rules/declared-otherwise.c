// A function is of one kind in all of its declarations.
#include <pirn.h>

async int forgotten(int n);
int forgotten(int n) // error: 'forgotten' is a plain function here, and a coroutine in line 4 [declared-otherwise]
{
    return n;
}

int added(int n);
async int added(int n) // error: 'added' is a coroutine here, and a plain function in line 10 [declared-otherwise]
{
    await pirn_yield_now();
    return n;
}

generator int count(int n);
async generator int count(int n); // error: 'count' is an async generator here, and a generator in line 17 [declared-otherwise]
// help: write the same words, async or generator, before both

typedef async int worker(int n);
worker alike;
async int alike(int n)
{
    return n;
}
