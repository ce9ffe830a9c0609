// pirn_run from a plain function that a coroutine calls aborts and says why.
// exit: 134
// stderr: pirn
#include <stdio.h>

#include <pirn.h>

static async int inner(void)
{
    await pirn_yield_now();
    return 1;
}

static int plain(void)
{
    return pirn_run(inner());
}

async int main(void)
{
    printf("before\n"); // expect: before
    fflush(stdout);
    return plain();
}
