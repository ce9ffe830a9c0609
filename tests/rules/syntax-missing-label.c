// goto needs a label in the same function.
#include <pirn.h>

async int coroutine(int n)
{
    await pirn_yield_now();
    goto nowhere; // error: there is no label 'nowhere' in this function [syntax]
    return n;
}
