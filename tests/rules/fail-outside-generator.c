// pirn_fail ends a generator; other functions return their errors.
#include <errno.h>

#include <pirn.h>

int plain(void)
{
    pirn_fail(-EIO); // error: pirn_fail outside a generator [fail-outside-generator]
    return 0;
}
// help: return the error

async int coroutine(void)
{
    if (await pirn_yield_now())
        pirn_fail(-EIO); // error: pirn_fail outside a generator [fail-outside-generator]
    return 0;
}
