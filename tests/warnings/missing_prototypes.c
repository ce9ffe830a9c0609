// -Wmissing-prototypes counts coroutines that were declared async.
// flags: -Wmissing-prototypes -Wmissing-declarations
#include <pirn.h>

async int declared(int n);

async int declared(int n)
{
    await pirn_yield_now();
    return n;
}

async int undeclared(int n) // warning: -Wmissing-prototypes
{
    await pirn_yield_now();
    return n;
}

static async int local(int n)
{
    await pirn_yield_now();
    return n;
}

int plain(int n) // warning: -Wmissing-prototypes
{
    return n;
}

async int main(void)
{
    return await local(0);
}
