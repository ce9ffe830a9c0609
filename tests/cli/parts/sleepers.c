/* So many tasks that sleep, and so much CPU time. Prints how many did. */
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>

static async int nap(void)
{
    return await pirn_sleep(20 * PIRN_MS) == 0;
}

async int main(int argc, char **argv)
{
    int count = argc > 1 ? atoi(argv[1]) : 100, sum = 0;
    scope (s) {
        for (int i = 1; i < count; i++)
            spawn nap();
        task(int) last = try_spawn nap();
        sum = pirn_spawned(last) ? await last : 0;
    }
    printf("%d\n", count - 1 + sum);
    return 0;
}
