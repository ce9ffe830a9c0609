// An operand of asm is no place to wait.
#include <pirn.h>

async int slow(int n);

async int coroutine(int n)
{
    int x = 1;
    __asm__("" : "+r"(x) : "r"(await slow(n))); // error: 'await' in an operand of asm [await-in-asm]
    return x;
}
// help: await into a variable first
