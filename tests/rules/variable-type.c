// An array whose size is known only at run time cannot live across an await.
#include <pirn.h>

async int coroutine(int n)
{
    int a[n]; // error: 'a' [variable-type]
    a[0] = n;
    await pirn_yield_now();
    return a[0];
}
// help: malloc

async int pointer(int n, void *matrix)
{
    int (*p)[n] = matrix; // error: 'p' [variable-type]
    await pirn_yield_now();
    return (*p)[0];
}

async int in_a_loop(int n)
{
    int sum = 0;
    for (int i = 1; i < n; i++) {
        char line[i]; // error: 'line' [variable-type]
        line[0] = 1;
        await pirn_yield_now();
        sum += line[0];
    }
    return sum;
}

async int by_typedef(int n)
{
    typedef int row[n]; // error: 'row' [variable-type]
    await pirn_yield_now();
    row a;
    a[0] = 1;
    return a[0] + (int)sizeof(row);
}

generator int numbers(int n)
{
    int a[n]; // error: 'a' [variable-type]
    a[0] = 0;
    yield a[0];
}

async int until_the_tasks_have_ended(int n)
{
    scope (s) {
        int a[n]; // error: 'a' [variable-type]
        a[0] = n;
        {
            int b[n]; // error: 'b' [variable-type]
            b[0] = await pirn_yield_now();
        }
    }
    return 0;
}

/* Not alive across anything: */
async int dead_before(int n)
{
    int sum = 0;
    {
        int a[n];
        a[0] = n;
        sum += a[0];
    }
    await pirn_yield_now();
    return sum;
}
