// A type defined in the parameters of a coroutine would be defined twice.
#include <pirn.h>

async int coroutine(struct pair { int a, b; } *pair) // error: a type defined in the parameters of a coroutine [type-in-parameter]
{
    await pirn_yield_now();
    return pair->a;
}
// help: define the type before the function
