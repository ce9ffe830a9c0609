// A type defined or declared in the parameters of a coroutine would be so twice.
#include <pirn.h>

async int coroutine(struct pair { int a, b; } *pair) // error: a type defined in the parameters of a coroutine [type-in-parameter]
{
    await pirn_yield_now();
    return pair->a;
}
// help: define the type before the function

async int declares(struct unknown *p) // error: a type declared in the parameters of a coroutine [type-in-parameter]
{
    await pirn_yield_now();
    return p != 0;
}
// help: declare the type before the function

async int deeper(void (*callback)(union other *)) // error: a type declared in the parameters of a coroutine [type-in-parameter]
{
    await pirn_yield_now();
    return callback != 0;
}
