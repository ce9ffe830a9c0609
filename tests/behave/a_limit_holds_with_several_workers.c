// The limit of a scope holds with several workers, and spawn_on where it says.
// env: PIRN_WORKERS=4
// expect: 597000 0 0
// asan
#include <stdatomic.h>
#include <stdio.h>

#include <pirn.h>

static atomic_int running, most, wrong;

static async int work(int number, int place)
{
    int now = ++running, seen = most;
    while (now > seen && !atomic_compare_exchange_weak(&most, &seen, now))
        ;
    if (place >= 0 && (int)pirn_worker() != place % (int)pirn_workers())
        wrong++;
    for (int i = 0; i < number % 4; i++)
        await pirn_yield_now();
    scope (s) {
        for (int i = 0; i < number % 3; i++)
            spawn pirn_yield_now();
    }
    running--;
    return number;
}

async int main(void)
{
    long sum = 0;
    for (int round = 0; round < 30; round++) {
        most = 0;
        scope (s, .limit = 3) {
            task(int) t[200], x;
            for (int i = 0; i < 200; i++)
                t[i] = i % 5 ? spawn work(i, -1) : spawn_on(i) work(i, i);
            if (round % 3 == 1)
                for (int i = 199; i >= 0; i--)
                    sum += await t[i];
            else if (round % 3 == 2)
                while (await pirn_first(s, &x) == 0)
                    sum += await x;
            else
                sum += 19900 * (await pirn_all(s) == 0);
            if (most > 3)
                wrong++;
        }
    }
    printf("%ld %d %d\n", sum, wrong, running);
    return 0;
}
