// The size of a member, or one that would be computed twice, is none of a value.
#include <pirn.h>

async int member(int n)
{
    struct {
        char a[n]; // error: the size of a member depends on a value, in a coroutine [variable-type]
    } x, y;
    x.a[0] = y.a[0] = 1;
    return x.a[0];
}
// help: flexible array member

int member_of_a_member(int n)
{
    typedef int row[n];
    struct outer {
        int a;
        struct {
            row b; // error: in a function with a defer [variable-type]
        } c;
    } x;
    defer x.c.b[0] = 0;
    x.c.b[0] = 1;
    return x.c.b[0];
}

async int twice(int n)
{
    __typeof__(int[n++]) a, b; // error: a second variable of a type whose size is computed where it is written [variable-type]
    a[0] = b[0] = 1;
    return a[0] + n;
}
// help: declare each in a declaration of its own
