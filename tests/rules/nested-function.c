// A nested function reaches into the stack of the function around it.
#include <pirn.h>

async int coroutine(int n)
{
    int square(int x) // error: a nested function [nested-function]
    {
        return x * n;
    }
    await pirn_yield_now();
    return square(n);
}
// help: move the function to file scope
