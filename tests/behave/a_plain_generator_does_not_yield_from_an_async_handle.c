// A handle does not show its kind: a plain generator says what is wrong.
// exit: 134
// stderr: a plain generator yields from an async one
#include <stdio.h>

#include <pirn.h>

static async generator int numbers(void)
{
    yield 1;
}

static generator int plain(gen(int) inner)
{
    yield 0;
    yield_from inner;
}

int main(void)
{
    gen(int) g = plain(numbers());
    int v;
    pirn_next(g, &v);
    printf("before\n"); // expect: before
    fflush(stdout);
    return pirn_next(g, &v);
}
