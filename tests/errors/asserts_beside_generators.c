// Macros of system headers, in a file with a generator.
#include <assert.h>
#include <errno.h>
#include <pirn.h>
#include <stdbool.h>
#include <stdio.h>
async int g(int n);
generator int ones(int n)
{
    assert(n++ > 0);
    yield n;
}
async int f(int n)
{
    assert(await g(n) == 1);
    assert((n = 2));
    errno = 0;
    bool is_even = n % 2 == 0;
    fputs(stdin == NULL ? "a" : "b", stderr);
    n = missing; // says: 9
    return is_even == true ? n : EOF;
}
