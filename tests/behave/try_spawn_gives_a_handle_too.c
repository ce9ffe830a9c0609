// try_spawn is spawn but for want of memory, which pirn_spawned tells.
// elided: same
#include <stdio.h>

#include <pirn.h>

static async int worker(int n)
{
    await pirn_yield_now();
    return n + 1;
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
    }
    return 0;
}
