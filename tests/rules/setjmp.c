// setjmp remembers a stack that is gone when a coroutine waits.
#include <setjmp.h>

#include <pirn.h>

static jmp_buf environment;
static sigjmp_buf signals;

async int coroutine(void)
{
    if (setjmp(environment)) // error: in a coroutine, whose stack is gone when it waits [setjmp]
        return 1;
    return await pirn_yield_now();
}
// help: call setjmp in a plain function

async int with_signals(void)
{
    await pirn_yield_now();
    return sigsetjmp(signals, 1); // error: in a coroutine, whose stack is gone when it waits [setjmp]
}

int plain(void)
{
    return setjmp(environment);
}
