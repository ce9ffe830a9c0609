// What alloca gives lies on a stack that is gone when a coroutine waits.
#include <alloca.h>
#include <string.h>

#include <pirn.h>

async int coroutine(int n)
{
    char *p = alloca((size_t)n); // error: in a coroutine, whose stack is gone when it waits [alloca]
    memset(p, 0, (size_t)n);
    await pirn_yield_now();
    return p[0];
}
// help: use malloc

generator int numbers(int n)
{
    int *p = __builtin_alloca((size_t)n); // error: '__builtin_alloca' in a coroutine [alloca]
    *p = n;
    yield *p;
}

int plain(int n)
{
    char *p = alloca((size_t)n);
    p[0] = 1;
    return p[0];
}
