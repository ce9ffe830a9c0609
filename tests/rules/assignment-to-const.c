// A const local is not assigned to, suspended or not.
#include <pirn.h>

async int coroutine(const int n)
{
    const int x = 1;
    await pirn_yield_now();
    x = 2; // error: assignment to 'x', which is const [assignment-to-const]
    n++; // error: assignment to 'n', which is const [assignment-to-const]
    return x + n;
}
