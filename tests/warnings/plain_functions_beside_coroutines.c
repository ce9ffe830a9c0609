// Plain functions in a file with coroutines keep their own warnings.
#include <pirn.h>

async int slow(int n);
static int never_called(int n);
int plain(int a, unsigned b);
async int test(int n);

static int never_called(int n) // warning: -Wunused-function
{
    return n;
}

int plain(int a, unsigned b)
{
    int unused; // warning: -Wunused-variable
    if (a < b) // warning: -Wsign-compare
        return 1;
} // warning: -Wreturn-type

async int test(int n)
{
    return await slow(n);
}
