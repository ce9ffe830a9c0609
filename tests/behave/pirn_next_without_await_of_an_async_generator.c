// An async generator is resumed by await only: anything else says so.
// exit: 134
// stderr: await
#include <stdio.h>

#include <pirn.h>

static async generator int numbers(void)
{
    await pirn_yield_now();
    yield 1;
}

int main(void)
{
    gen(int) g = numbers();
    int v;
    printf("before\n"); // expect: before
    fflush(stdout);
    return pirn_next(g, &v);
}
