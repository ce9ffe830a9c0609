// Tasks that nothing can ever wake: the runtime says so, and exits.
// exit: 121
// stderr: pirn
#include <stdio.h>

#include <pirn.h>

static async int wait_for_ever(void)
{
    return await pirn_sleep_until(PIRN_NEVER);
}

async int main(void)
{
    printf("before\n"); // expect: before
    fflush(stdout);
    scope (s) {
        spawn wait_for_ever();
        await wait_for_ever();
    }
    return 0;
}
