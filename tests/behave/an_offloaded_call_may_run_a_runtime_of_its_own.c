// An offloaded call may begin a runtime of its own, whichever thread makes it: also where there is no other.
// workers: any
// asan
// threads: no, an offloaded call is one of the runtime there
#include <stdio.h>
#include <stdlib.h>

#include <pirn.h>

static async int twice(int n)
{
    await pirn_yield_now();
    return 2 * n;
}

static int by_a_runtime(int n)
{
    return pirn_run(twice(n));
}

static async int offloads(int n)
{
    int v = await offload by_a_runtime(n);
    await pirn_yield_now();
    return v + await offload by_a_runtime(v);
}

int main(void)
{
    printf("%d\n", pirn_run(offloads(1))); // expect: 6
    setenv("PIRN_POOL_THREADS", "1", 1);
    printf("%d\n", pirn_run(offloads(2))); // expect: 12
    setenv("PIRN_POOL_THREADS", "0", 1);
    printf("%d\n", pirn_run(offloads(3))); // expect: 18
    return 0;
}
