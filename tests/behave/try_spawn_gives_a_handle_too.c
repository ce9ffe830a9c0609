// try_spawn is spawn but for want of memory, which pirn_spawned tells.
// elided: same
// threads: any order
// workers: any
#include <stdio.h>

#include <pirn.h>

static async int worker(int n)
{
    await pirn_yield_now();
    return n + 1;
}

struct pair {
    int a, b;
};

static async struct pair pairs(int n)
{
    return (struct pair){n, n + 3};
}

async int main(void)
{
    scope (s) {
        task(int) t = try_spawn worker(4);
        if (!pirn_spawned(t))
            return 1;
        printf("%d\n", await t); // expect: 5
        task(int) other = try_spawn worker(5);
        printf("%d\n", pirn_spawned(other)); // expect: 1
        await other;

        // A handle that gets its task later; elided, a result.
        task(int) later = PIRN_NO_TASK;
        task(struct pair) two = {PIRN_NO_TASK};
        for (int i = 0; i < 2; i++) {
            if (i == 1)
                printf("%d %d\n", await later, (await two).b); // expect: 7 3
            later = i == 0 ? spawn worker(6) : PIRN_NO_TASK;
            two = spawn pairs(i);
        }
    }
    return 0;
}
