// A coroutine has a fixed number of parameters.
#include <stdarg.h>

#include <pirn.h>

async int declared(const char *format, ...); // error: a coroutine cannot have a variable number of arguments [variadic]
// help: pass a va_list or an array instead

static async int defined(int n, ...) // error: a coroutine cannot have a variable number of arguments [variadic]
{
    va_list list;
    va_start(list, n);
    va_end(list);
    return n;
}

struct object {
    async int (*method)(int n, ...); // error: a coroutine cannot have a variable number of arguments [variadic]
};

generator int values(int n, ...); // error: a coroutine cannot have a variable number of arguments [variadic]

int plain(int n, ...);
