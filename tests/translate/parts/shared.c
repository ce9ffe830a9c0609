/* The other half of separate_compilation.c. */
#define TICK_NO_MAIN
#include "shared.h"

static async int call(struct shared *self)
{
    await pirn_yield_now();
    return self->n * 2;
}

async int shared_add(int a, int b)
{
    await pirn_yield_now();
    return a + b;
}

async struct shared shared_make(int n)
{
    return (struct shared){await shared_inline(n), call};
}

async int (*shared_operation)(int a, int b) = shared_add;

async int shared_apply(async int f(int), int x)
{
    await pirn_yield_now();
    return await f(x) + await shared_recursive(3);
}
