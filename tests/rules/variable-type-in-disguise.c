// A size known only at run time is found wherever it hides in a type.
#include <pirn.h>

async int by_sizeof(int n)
{
    typedef int row[n]; // error: 'row' [variable-type]
    {
        char a[sizeof(row)]; // error: 'a' [variable-type]
        a[0] = 1;
        await pirn_yield_now();
        return a[0];
    }
}

async int by_builtin(const char *s)
{
    char a[__builtin_strlen(s) + 1]; // error: 'a' [variable-type]
    a[0] = 1;
    await pirn_yield_now();
    return a[0];
}

async int by_auto_type(int n, void *p)
{
    __auto_type q = (int(*)[n])p; // error: 'q' [variable-type]
    await pirn_yield_now();
    return (*q)[0];
}

async int by_typeof(int n, void *p)
{
    __typeof__((int(*)[n])p + 1) q = p; // error: 'q' [variable-type]
    await pirn_yield_now();
    return (*q)[0];
}

async int by_static(int n)
{
    static int(*q)[n]; // error: 'q' [variable-type]
    await pirn_yield_now();
    return q ? (*q)[0] : 0;
}
