// Offload needs a call of a function.
#include <pirn.h>

int blocking(int n);
#define AND_ONE(n) (blocking(n) + 1)

async int no_call(int n)
{
    return await offload n; // error: 'offload' needs a call of a function [offload-no-call]
}

async int sum(int n)
{
    return await offload (blocking(n) + 1); // error: 'offload' needs a call of a function [offload-no-call]
}

async int macro(int n)
{
    return await offload AND_ONE(n); // error: 'offload' needs a call of a function [offload-no-call]
}

async int builtin(int n)
{
    return await offload __builtin_popcount(n); // error: 'offload' needs a call of a function, and this is the compiler's own [offload-no-call]
}

async int handle(void)
{
    scope (s) {
        task(int) t = spawn no_call(1);
        return await offload t; // error: 'offload' needs a call of a function [offload-no-call]
    }
}
