// Labels and local types that nobody uses.
#include <pirn.h>

async int slow(int n);
async int labels(int n);
async int types(int n);

async int labels(int n)
{
used:
    if (await slow(n--))
        goto used;
unused: // warning: -Wunused-label
    n = await slow(n);
marked: __attribute__((unused));
    return n;
}

async int types(int n)
{
    typedef int unused; // warning: -Wunused-local-typedefs
    typedef int used;
    struct never {
        int a;
    };
    enum { FIRST, SECOND };
    used x = await slow(n);
    return x + SECOND;
}
