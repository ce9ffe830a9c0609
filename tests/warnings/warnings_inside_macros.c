// A warning about a macro's arguments comes once, at the line that uses it.
#include <pirn.h>

async int slow(int n);
async int test(int n, unsigned m);

#define IDENTITY(a) a
#define DECLARE(name) int name = await slow(1)
#define PAIR(a, b) \
    int a = await slow(1); \
    int b = await slow(a)

async int test(int n, unsigned m)
{
    int sum = 0;
    if (IDENTITY(n < m)) // warning: -Wsign-compare
        sum++;
    DECLARE(unused); // warning: -Wunused-variable
    DECLARE(used);
    PAIR(first, second); // warning: -Wunused-variable
    return sum + used;
}
