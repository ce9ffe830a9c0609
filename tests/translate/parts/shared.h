/* What separate_compilation.c and shared.c have in common. */
#ifndef SHARED_H
#define SHARED_H

#include "../../tick.h"

struct shared {
    int n;
    async int (*call)(struct shared *self);
};

async int shared_add(int a, int b);
async struct shared shared_make(int n);
extern async int (*shared_operation)(int a, int b);
async int shared_apply(async int f(int), int x);

/* In every file that includes this there is one. */
static inline async int shared_inline(int n)
{
    await tick(0);
    return await shared_add(n, n);
}

async static inline int shared_recursive(int n)
{
    return n <= 0 ? await tick(0) : n + await shared_recursive(n - 1);
}

#endif
