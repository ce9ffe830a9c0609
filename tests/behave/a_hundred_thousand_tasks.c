// Many tasks at once, sleeping, yielding and waiting for each other.
// env: PIRN_CLOCK=virtual
// threads: no, so many threads take too long
#include <stdio.h>
#include <stdlib.h>

#include <pirn.h>

enum { N = 100000 };

static async long worker(int n)
{
    long sum = n;
    for (int i = 0; i < n % 4; i++)
        await pirn_yield_now();
    await pirn_sleep(n % 1000 * PIRN_MS);
    return sum;
}

static async long follow(task(long) before)
{
    return pirn_spawned(before) ? 1 + await before : 0;
}

async int main(void)
{
    long sum = 0;
    scope (s) {
        task(long) *list = malloc(N * sizeof *list);
        if (!list)
            return 1;
        for (int i = 0; i < N; i++)
            list[i] = spawn worker(i);
        for (int i = N; i-- > 0;)
            sum += await list[i];
        free(list);
        printf("%ld\n", sum); // expect: 4999950000
        task(long) last = PIRN_NO_TASK;
        for (int i = 0; i < N; i++)
            last = spawn follow(last);
        printf("%ld\n", await last); // expect: 99999
    }
    return 0;
}
