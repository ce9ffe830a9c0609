// At a barrier for one task, or for none, nobody waits.
// elided: same
// workers: any
// async-all
#include <stdio.h>

#include <pirn.h>

async int main(void)
{
    struct pirn_barrier one = PIRN_BARRIER_INIT(1), none = {0};
    for (int i = 0; i < 300; i++)
        if (await pirn_barrier_wait(&one) != 1 ||
            await pirn_barrier_wait(&none) != 1)
            return 1;
    printf("%zu %zu\n", one.arrived, none.arrived); // expect: 0 0
    return 0;
}
