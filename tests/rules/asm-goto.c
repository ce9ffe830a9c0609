// A jump out of asm would leave the body that it stands in.
#include <pirn.h>

async int coroutine(int n)
{
    __asm__ goto("" : : "r"(n) : : out); // error: asm goto [asm-goto]
    await pirn_yield_now();
out:
    return n;
}
// help: put the asm into a plain function
