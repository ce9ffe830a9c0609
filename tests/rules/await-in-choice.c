// What __builtin_choose_expr does not choose is not evaluated.
#include <pirn.h>

async int slow(int n);

async int coroutine(int n)
{
    return __builtin_choose_expr(1, await slow(n), 0); // error: that may not be evaluated [await-in-choice]
}
// help: await into a variable first
