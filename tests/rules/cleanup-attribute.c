// The attribute cleanup is not supported in a coroutine yet.
#include <stdlib.h>

#include <pirn.h>

static void free_at(void *p)
{
    free(*(void **)p);
}

async int coroutine(void)
{
    __attribute__((cleanup(free_at))) char *p = malloc(1); // error: the attribute 'cleanup' in a coroutine [cleanup-attribute]
    await pirn_yield_now();
    return p != NULL;
}
// help: call the clean-up where the variable goes out of scope

#define auto_free __attribute__((__cleanup__(free_at)))

async int through_a_macro(void)
{
    auto_free char *p = malloc(1); // error: the attribute 'cleanup' in a coroutine [cleanup-attribute]
    return p != NULL;
}

int plain(void)
{
    __attribute__((cleanup(free_at))) char *p = malloc(1);
    return p != NULL;
}
