// Static coroutines that nobody calls, and those that only each other call.
#include <pirn.h>

static async int declared_only(int n); // warning: -Wunused-function

static async int never_called(int n) // warning: -Wunused-function
{
    await pirn_yield_now();
    return n;
}

static inline async int inline_too(int n) // warning: -Wunused-function
{
    await pirn_yield_now();
    return n;
}

__attribute__((unused)) static async int marked(int n)
{
    await pirn_yield_now();
    return n;
}

static async int called(int n)
{
    await pirn_yield_now();
    return n;
}

static async int taken(int n)
{
    await pirn_yield_now();
    return n;
}

static async int spawned(int n)
{
    await pirn_yield_now();
    return n;
}

static async int (*pointer)(int) = taken;

async int main(void)
{
    scope (s) {
        spawn spawned(1);
    }
    return await called(0) + await pointer(0);
}
