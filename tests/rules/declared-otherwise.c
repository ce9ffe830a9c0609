// A function is of one kind in all of its declarations.
#include <pirn.h>

#include "parts/plain.h"

async int forgotten(int n);
int forgotten(int n) // error: 'forgotten' is a plain function here, and a coroutine in line 6 [declared-otherwise]
{
    return n;
}

int added(int n);
async int added(int n) // error: 'added' is a coroutine here, and a plain function in line 12 [declared-otherwise]
{
    await pirn_yield_now();
    return n;
}

generator int count(int n);
async generator int count(int n); // error: 'count' is an async generator here, and a generator in line 19 [declared-otherwise]
async int in_header(int n); // error: 'in_header' is a coroutine here, and a plain function in line 2 of plain.h [declared-otherwise]
// help: write the same words, async or generator, before both

typedef async int worker(int n);
worker alike;
async int alike(int n)
{
    return n;
}
