// A return, break, continue or goto that passes defers goes on behind them,
// even if they have defers, scopes and jumps of their own.
// asan
#include "../tick.h"

static async int passed(int road)
{
    for (int i = 0; i < 2; i++) {
        defer
        {
            for (int k = 0; k < 3; k++) {
                defer say("k%d ", k);
                await tick(0);
                if (k == road)
                    break;
            }
        }
        if (road == 1)
            return await tick(10);
        if (road == 2)
            break;
        if (road == 3)
            continue;
        if (road == 4)
            goto out;
        say("end%d ", i);
    }
    say("behind ");
    return 0;
out:
    say("out ");
    return 4;
}

/* In the deferred statement's own defer, too, and in a scope. */
static async int deeper(int road)
{
    while (1) {
        defer
        {
            defer
            {
                for (int k = 0; k < 2; k++)
                    scope (s) {
                        task(int) t = spawn tick(k);
                        if (await t == 0)
                            continue;
                        say("s%d ", k);
                        break;
                    }
            }
            for (;;) {
                defer say("d ");
                break;
            }
        }
        scope (s) {
            if (road == 0)
                return await tick(5);
            if (road == 1)
                break;
        }
        say("fell ");
        return 6;
    }
    say("left ");
    return 7;
}

static int plain(int road)
{
    for (int i = 0; i < 2; i++) {
        defer
        {
            for (int k = 0; k < 3; k++) {
                defer say("k%d ", k);
                if (k == road)
                    break;
            }
        }
        if (road == 1)
            return 10;
        if (road == 2)
            break;
        say("end%d ", i);
    }
    return 0;
}

/* What was due once is not due again when the block is run again. */
static async int again(void)
{
    int rounds = 0;
    for (;;) {
        defer await tick(0);
        rounds++;
        for (int i = 0; i < 3; i++) {
            defer say("%d", i);
            if (i == 1)
                break;
        }
        if (rounds == 3)
            return rounds;
    }
}

static async void test(void)
{
    for (int road = 0; road < 5; road++)
        say("= %d\n", await passed(road));
    // expect: end0 k0 end1 k0 behind = 0
    // expect: k0 k1 = 10
    // expect: k0 k1 k2 behind = 0
    // expect: k0 k1 k2 k0 k1 k2 behind = 0
    // expect: k0 k1 k2 out = 4
    for (int road = 0; road < 3; road++)
        say("= %d\n", await deeper(road));
    // expect: d s1 = 5
    // expect: d s1 left = 7
    // expect: fell d s1 = 6
    for (int road = 0; road < 3; road++)
        say("= %d\n", plain(road));
    // expect: end0 k0 end1 k0 = 0
    // expect: k0 k1 = 10
    // expect: k0 k1 k2 = 0
    say(" %d\n", await again()); // expect: 010101 3
}
