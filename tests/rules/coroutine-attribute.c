// Attributes that make no sense on a function with two bodies.
#include <pirn.h>

__attribute__((constructor)) static async void early(void) // error: a coroutine cannot have the attribute 'constructor' [coroutine-attribute]
{
    await pirn_yield_now();
}
// help: put the attribute on a plain function

async int original(void)
{
    return await pirn_yield_now();
}

async int other(void) __attribute__((alias("original"))); // error: a coroutine cannot have the attribute 'alias' [coroutine-attribute]

__attribute__((__returns_twice__)) async int twice(void); // error: a coroutine cannot have the attribute 'returns_twice' [coroutine-attribute]

__attribute__((constructor)) static void plain(void)
{
}
