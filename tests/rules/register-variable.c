// A variable that is bound to a register is lost when the coroutine waits.
#include <pirn.h>

#if defined(__x86_64__)
#define REGISTER "rbx"
#else
#define REGISTER "x19"
#endif

async int coroutine(int n)
{
    register long bound __asm__(REGISTER) = n; // error: 'bound' is bound to a register in a coroutine [register-variable]
    await pirn_yield_now();
    __asm__("" : "+r"(bound));
    return (int)bound;
}
// help: plain function

async int unbound(register int n)
{
    register int fine = n;
    await pirn_yield_now();
    return fine;
}
