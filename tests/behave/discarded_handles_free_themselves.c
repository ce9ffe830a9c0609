// A task whose handle is discarded is gone when it ends.
// valgrind
// asan
#include <stdio.h>
#include <sys/resource.h>

#include <pirn.h>

static int ended;

static async int worker(int n)
{
    if (n % 2)
        await pirn_yield_now();
    ended++;
    return n;
}

async int main(void)
{
    scope (s) {
        for (int i = 0; i < 1000; i++) {
            spawn worker(i);
            (void)spawn worker(i);
            task(int) kept = spawn worker(i);
            if (i % 2)
                await kept;
            if (i % 100 == 0)
                await pirn_yield_now();
        }
    }
    printf("%d\n", ended); // expect: 3000
    return 0;
}
