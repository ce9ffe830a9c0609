// A coroutine's parameters are declared.
#include <pirn.h>

async int declared(); // error: a coroutine without a prototype [unprototyped]
// help: (void)

static async int defined() // error: a coroutine without a prototype [unprototyped]
{
    return 0;
}

async int (*pointer)(); // error: a coroutine without a prototype [unprototyped]

async int old_style(a, b) // error: a coroutine without a prototype [unprototyped]
    int a, b;
{
    return a + b;
}

int plain();
