// Roads to the end of a block do not lead into the part of an array there.
#include <pirn.h>

static void clean(int *p)
{
    *p = 0;
}

int plain(int n)
{
    int before[n];
    before[0] = n;
    defer before[0] = 0;
    int behind[n]; // error: the type of 'behind' depends on a value, and a defer is before it in its block [variable-type-behind-defer]
    behind[0] = 1;
    {
        int inside[n];
        inside[0] = behind[0];
        return inside[0] + before[0];
    }
}
// help: declare it before, or in a block of its own

async int coroutine(int n)
{
    __attribute__((cleanup(clean))) int m = n;
    int behind[n]; // error: and a variable with the attribute 'cleanup' is before it in its block [variable-type-behind-defer]
    behind[0] = m;
    return behind[0];
}
