// What cleans a variable up is a plain function.
#include <pirn.h>

static async void wait_for(int *p)
{
    *p = 0;
    await pirn_yield_now();
}

static void plain(int *p)
{
    *p = 0;
}

async int coroutine(void)
{
    __attribute__((cleanup(wait_for))) int n = 1; // error: 'wait_for' cleans up, so it cannot be a coroutine [cleanup-attribute]
    __attribute__((cleanup(plain))) int m = 1;
    await pirn_yield_now();
    return n + m;
}
// help: defer { await ...; } may wait
