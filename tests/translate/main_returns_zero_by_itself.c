// Falling off the end of an async main ends the program with 0.
// elided: same
#include <stdio.h>

#include <pirn.h>

async int main(void)
{
    await pirn_yield_now();
    printf("end\n"); // expect: end
}
