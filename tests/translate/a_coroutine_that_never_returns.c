// noreturn on a coroutine says nothing about its entry, which does return.
// elided: same
// exit: 3
#include <stdio.h>
#include <stdlib.h>

#include <pirn.h>

static async _Noreturn void finish(int status)
{
    await pirn_yield_now();
    printf("finished\n");
    fflush(stdout);
    exit(status);
}

static async int choose(int n)
{
    if (n > 0)
        await finish(n);
    return n;
}

async int main(void)
{
    printf("%d\n", await choose(0)); // expect: 0
    fflush(stdout);
    await choose(3); // expect: finished
    printf("not reached\n");
    return 0;
}
