// A warning in a macro's text comes once, and at the line that uses it.
#include <pirn.h>

async int slow(int n);
async int test(int n, unsigned m);

#define LESS(a, b) ((a) < (b))
#define AWAIT_LESS(a, b) (await slow(a) < (b))
#define DECLARE(name) int name = await slow(1)

async int test(int n, unsigned m)
{
    int sum = 0;
    if (LESS(n, m)) // warning: -Wsign-compare
        sum++;
    if (AWAIT_LESS(n, m)) // warning: -Wsign-compare
        sum++;
    DECLARE(unused); // warning: -Wunused-variable
    DECLARE(used);
    return sum + used;
}
