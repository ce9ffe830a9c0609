// A coroutine with a result that may reach its end without one.
#include <stdlib.h>

#include <pirn.h>

async int slow(int n);
async int sometimes(int n);
async int never(void);
async int empty_return(int n);
async void value_from_void(int n);
async int no_way_there(int n);
async int ends_by_abort(int n);
async int switches(int n);

async int sometimes(int n)
{
    if (await slow(n))
        return 1;
} // warning: -Wreturn-type

async int never(void)
{
    await slow(1);
} // warning: -Wreturn-type

async int empty_return(int n)
{
    if (await slow(n))
        return 1;
    abort();
}

async void value_from_void(int n)
{
    await slow(n);
}

async int no_way_there(int n)
{
    for (;;)
        if (await slow(n))
            return 1;
}

async int ends_by_abort(int n)
{
    if (await slow(n))
        return 0;
    abort();
}

async int switches(int n)
{
    switch (await slow(n)) {
    case 1:
        return 1;
    default:
        return 2;
    }
}
