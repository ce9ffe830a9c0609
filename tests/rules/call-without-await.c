// A coroutine is called by await or spawn, and in no other way.
#include <pirn.h>

struct object {
    async int (*method)(struct object *self);
};
typedef async int operation(int);

async int slow(int n);

async int in_a_coroutine(void)
{
    return slow(1); // error: the coroutine 'slow' is called without await or spawn [call-without-await]
}
// help: await slow(...)

int in_a_plain_function(void)
{
    int x = slow(2) + 1; // error: the coroutine 'slow' is called without await or spawn [call-without-await]
    return x;
}
// help: spawn slow(...)

async int through_a_member(struct object *o)
{
    return o->method(o); // error: is called without await or spawn [call-without-await]
}

async int through_a_pointer(operation *f, async int (*g)(int))
{
    int x = await f(1);
    f(2); // error: the coroutine 'f' is called without await or spawn [call-without-await]
    x += await g(3);
    g(4); // error: the coroutine 'g' is called without await or spawn [call-without-await]
    return x;
}

async int as_an_argument(void)
{
    return await slow(slow(1)); // error: the coroutine 'slow' is called without await or spawn [call-without-await]
}

async int unevaluated_is_no_call(void)
{
    return (int)sizeof(slow(1)) + await slow(2);
}
