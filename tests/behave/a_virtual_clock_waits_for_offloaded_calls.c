/* By a virtual clock no time passes while a call is offloaded. */
// env: PIRN_CLOCK=virtual
// workers: any
// threads: any order, tsan
#include <pirn.h>
#include <stdio.h>
#include <unistd.h>

static async int64_t call(int n)
{
    int64_t began = pirn_now();
    for (int i = 0; i < n; i++)
        await offload usleep(500);
    return pirn_now() - began;
}

static async int64_t sleep_beside(void)
{
    int64_t began = pirn_now();
    await pirn_sleep(3600 * PIRN_S);
    return pirn_now() - began;
}

async int main(void)
{
    scope (s) {
        task(int64_t) sleeper = spawn sleep_beside();
        task(int64_t) a = spawn call(10), b = spawn call(7);
        int64_t passed = await a + await b;
        printf("%d s\n", (int)(passed / PIRN_S)); // expect: 0 s
        printf("%d s\n", (int)(await sleeper / PIRN_S)); // expect: 3600 s
    }
    return 0;
}
