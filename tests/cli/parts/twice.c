#include "twice.h"

async int twice(int x)
{
    int before = x;
    await pirn_yield_now();
    return before + x;
}
