// An async generator that has something to end is closed by await only.
// exit: 134
// stderr: pirn_gen_close without await
// threads: any order
#include <stdio.h>

#include <pirn.h>

static async generator int numbers(void)
{
    defer await pirn_yield_now();
    yield 1;
}

static async generator int plain(void)
{
    yield 1;
}

async int main(void)
{
    gen(int) g = plain();
    int v;
    await pirn_next(g, &v);
    pirn_gen_close(g); /* there is nothing to do */
    g = numbers();
    await pirn_next(g, &v);
    printf("before\n"); // expect: before
    fflush(stdout);
    pirn_gen_close(g);
    return 0;
}
