// A coroutine is no plain function, and the other way round.
#include <pirn.h>

typedef int plain_type(int n);
struct table {
    int (*plain)(int n);
    async int (*waits)(int n);
};
async int waits(int n);
int plain(int n);
void takes_plain(int (*function)(int n));
void takes_any(void *pointer);
async int takes_waits(async int (*function)(int n));

async int f(int n)
{
    int (*a)(int n) = waits; // error: 'waits' is a coroutine, and a plain function is wanted [coroutine-as-function]
    async int (*b)(int n) = plain; // error: 'plain' is a plain function, and a coroutine is wanted [coroutine-as-function]
    takes_plain(waits); // error: 'waits' is a coroutine [coroutine-as-function]
    await takes_waits(plain); // error: 'plain' is a plain function [coroutine-as-function]
    struct table t = {plain, plain}; // error: 'plain' is a plain function [coroutine-as-function]
    struct table u = {.plain = n ? plain : waits}; // error: 'waits' is a coroutine [coroutine-as-function]
    t.waits = a; // error: 'a' is a plain function [coroutine-as-function]
    t.plain = &waits; // error: '&waits' is a coroutine [coroutine-as-function]

    plain_type *c = plain;
    takes_plain(n ? plain : NULL);
    struct table v = {plain, waits};
    v.waits = waits;
    v.plain = c;
    await takes_waits(v.waits);
    return n + (u.plain == v.plain) + (b == NULL);
}
// help: declare the pointer so: async int (*name)(...)
// help: declare the function async
