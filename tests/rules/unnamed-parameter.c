// The definition of a coroutine names its parameters.
#include <pirn.h>

async int declared(int, char);

async int defined(int n, char) // error: a parameter without a name [unnamed-parameter]
{
    await pirn_yield_now();
    return n;
}
// help: give it a name
