// A defer may await; it does so in a shield, whatever has been cancelled.
// asan
#include <errno.h>

#include "../tick.h"

static async int in_every_defer(int n)
{
    int sum = 0;
    defer say("sum%d ", sum);
    for (int i = 0; i < 3; i++) {
        int mine[2] = {i, await tick(10)};
        defer {
            sum += await tick(mine[0]) + mine[1];
            say("%d:", i);
        }
        defer {
            for (int j = 0; j < 2; j++) {
                if (await tick(j))
                    continue;
                defer sum += await tick(100);
            }
            switch (await tick(i)) {
            case 1:
                break;
            default:
                sum += 1000;
            }
        }
        if (i == n)
            return await tick(sum);
    }
    return -sum;
}

static async int deep(int n)
{
    defer {
        if (n)
            await deep(n - 1);
        say("%d ", n);
    }
    return n;
}

/* The tasks of a scope inside a defer are waited for there. */
static async int with_a_scope(void)
{
    int sum = 0;
    {
        defer {
            scope (s) {
                task(int) a = spawn tick(3);
                task(int) b = spawn tick(4);
                sum += await a * await b;
            }
            say("in ");
        }
        await tick(0);
    }
    return sum;
}

static async int stopped(void)
{
    int rc = 0;
    scope (s) {
        {
            defer {
                rc += await pirn_yield_now();
                say(pirn_is_cancelled() ? "bad " : "shielded ");
            }
            pirn_scope_cancel(s);
            rc += await pirn_yield_now() == -ECANCELED ? 100 : 0;
        }
        rc += await pirn_yield_now() == -ECANCELED ? 1000 : 0;
        defer rc += await pirn_yield_now();
        return rc;
    }
    return -1;
}

/* Only scalars: no frame is needed before something waits. */
static async int scalars(int n)
{
    int opened = 1;
    defer say("closed%d ", --opened);
    int got = await tick(n);
    if (got > 1)
        return got;
    opened++;
    got += await tick(10);
    return got;
}

/* The value of the expression is not kept in the memory of the next defer. */
static async int expressions_in_a_loop(int rounds)
{
    int sum = 0;
    for (int i = 0; i < rounds; i++) {
        int value = ({
            defer sum += await tick(100);
            if (i == 2)
                return await tick(sum);
            await tick(i);
        });
        defer sum += await tick(1000);
        sum += value;
    }
    return -sum;
}

static async void test(void)
{
    say("%d\n", await in_every_defer(1)); // expect: 0:1:sum1221 1110
    say("%d\n", await in_every_defer(5)); // expect: 0:1:2:sum2333 -2333
    await deep(3);
    say("|\n");                        // expect: 0 1 2 3 |
    say("%d\n", await with_a_scope()); // expect: in 12
    say("%d\n", await stopped());      // expect: shielded 1100
    say("%d ", await expressions_in_a_loop(2));
    say("%d\n", await expressions_in_a_loop(3)); // expect: -2201 2201
    int sum = await scalars(1);
    sum += await scalars(2);
    say("%d\n", sum); // expect: closed1 closed0 13
}
