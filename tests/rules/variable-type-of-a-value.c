// A value that is kept across an await has a type of known size.
#include <pirn.h>

static async int slow(void *p)
{
    await pirn_yield_now();
    return p != 0;
}

async int chosen(int n, void *p)
{
    int a = (*(n ? (int(*)[n])p : (await slow(p), (int(*)[n])0)))[0]; // error: the type of this value depends on a value, and it is kept while something is awaited [variable-type]
    return a;
}
