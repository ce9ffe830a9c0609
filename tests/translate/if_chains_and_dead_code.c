// Long chains of if, code that is never reached, loops that never end.
// flags: -Wno-dangling-else
// elided: same
#include "../tick.h"

static async int chain(int n)
{
    if (await tick(n) == 0)
        return 10;
    else if (await tick(n) == 1) {
        await tick(0);
        return 11;
    } else if (n == 2)
        return await tick(12);
    else if (await tick(n) == 3 && await tick(1))
        ;
    else if (n == 4) {
    } else if (await tick(n) > 5)
        n = await tick(16);
    else
        await tick(n), n = 99;
    return n;
}

static async int dead(int n)
{
    if (n) {
        return await tick(1);
        await tick(2);
        n = 3;
    }
    goto out;
    await tick(4);
    for (;;) {
        await tick(5);
        if (0) {
        out:
            return await tick(6);
        }
    }
    return 7;
}

static async int constants(int n)
{
    while (0)
        n += await tick(100);
    if (0)
        n += await tick(100);
    else if (1)
        n += await tick(1);
    do
        n += await tick(10);
    while (0);
    for (; 0;)
        await tick(0);
    n += 1 ? await tick(1000) : await tick(2000);
    n += 0 && await tick(1);
    switch (3) {
    case 2:
        await tick(0);
        break;
    case 3:
        n += await tick(10000);
    }
    {
        ;
    }
    ;
    return n;
}

static async int nothing_to_await(int n)
{
    int x = n * 2;
    int *p = &x;
    return *p;
}

static async void empty(void)
{
}

static async void only_return(void)
{
    return;
}

static async int nested_loops(int n)
{
    int count = 0;
    for (int i = 0; i < n; i++)
        for (int j = 0; j < n; j++)
            for (int k = 0; k < n; k++)
                if (await tick(i) == await tick(j))
                    if (j == await tick(k))
                        count += await tick(1);
                    else
                        count += 100;
    return count;
}

static async void test(void)
{
    for (int i = 0; i < 8; i++)
        say("%d ", await chain(i));
    say("end\n");
    // expect: 10 11 12 3 4 99 16 16 end
    say("%d %d\n", await dead(0), await dead(1)); // expect: 6 1
    say("%d\n", await constants(0)); // expect: 11011
    say("%d\n", await nothing_to_await(4)); // expect: 8
    await empty();
    await only_return();
    say("%d\n", await nested_loops(3)); // expect: 603
}
