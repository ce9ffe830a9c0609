// An arm of _Generic that is not chosen is not evaluated.
#include <pirn.h>

async int slow(int n);

async int coroutine(int n)
{
    return _Generic(n, int: await slow(n), default: 0); // error: 'await' in an arm of _Generic [await-in-generic]
}
// help: await into a variable first

async int control_is_not_evaluated(int n)
{
    int x = await slow(n);
    return _Generic(x, int: 1, default: 0);
}
