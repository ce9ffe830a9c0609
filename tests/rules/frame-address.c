// A coroutine has no stack frame whose address could mean anything.
#include <pirn.h>

async void *address_of_return(void)
{
    await pirn_yield_now();
    return __builtin_return_address(0); // error: '__builtin_return_address' in a coroutine [frame-address]
}
// help: put it into a plain function

async void *address_of_frame(void)
{
    void *p = __builtin_frame_address(0); // error: '__builtin_frame_address' in a coroutine [frame-address]
    await pirn_yield_now();
    return p;
}

void *plain(void)
{
    return __builtin_return_address(0);
}
