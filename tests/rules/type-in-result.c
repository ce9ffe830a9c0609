// A type defined in the result of a coroutine would be defined twice.
#include <pirn.h>

async struct pair { // error: a type defined in the result of a coroutine [type-in-result]
    int a, b;
} coroutine(int n)
{
    await pirn_yield_now();
    return (struct pair){n, n};
}
// help: define the type before the function
