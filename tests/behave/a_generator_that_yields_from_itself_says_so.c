// A generator inside itself, or resumed from inside, ends the program.
// exit: 134
// stderr: resumed while it is running
#include <stdio.h>

#include <pirn.h>

static gen(int) outermost;

static generator int inner(void)
{
    int v;
    yield 1;
    pirn_next(outermost, &v);
}

static generator int outer(void)
{
    yield_from inner();
}

int main(void)
{
    int v;
    outermost = outer();
    pirn_next(outermost, &v);
    printf("%d\n", v); // expect: 1
    fflush(stdout);
    return pirn_next(outermost, &v);
}
