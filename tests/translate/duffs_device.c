// case labels inside loops inside a switch, with awaits between them.
// flags: -Wno-implicit-fallthrough
// elided: same
#include "../tick.h"

static async int duff(int n)
{
    int sum = 0, turns = (n + 3) / 4;
    switch (n % 4) {
    case 0:
        do {
            sum += await tick(1);
            /* fallthrough */
        case 3:
            sum += await tick(10);
            /* fallthrough */
        case 2:
            sum += await tick(100);
            /* fallthrough */
        case 1:
            sum += await tick(1000);
        } while (--turns > 0);
    }
    return sum;
}

static async int awaited_value(int n)
{
    int log = 0, i = 0;
    switch (await tick(n)) {
        for (; i < 3; i++) {
            log = log * 10 + 1;
            /* fallthrough */
        case 2:
            await tick(0);
            log = log * 10 + 2;
            if (i == 1)
                break;
            continue;
        case 3:
            log = log * 10 + 3;
            await tick(0);
        }
        log = log * 10 + 4;
        /* fallthrough */
    default:
        log = log * 10 + 5;
    }
    return log;
}

static async int into_if(int n)
{
    int log = 0;
    switch (n) {
    case 0:
        if (await tick(0)) {
        case 1:
            log = log * 10 + 1;
            await tick(0);
        } else {
        case 2:
            log = log * 10 + 2;
            await tick(0);
        }
        log = log * 10 + 3;
    }
    return log;
}

static async void test(void)
{
    say("%d %d %d %d %d\n", await duff(1), await duff(2), await duff(3), // expect: 1000 1100 1110 1111 2111
        await duff(4), await duff(5));
    say("%d\n", await duff(10)); // expect: 3322
    say("%d\n", await awaited_value(2)); // expect: 21245
    say("%d\n", await awaited_value(3)); // expect: 31245
    say("%d\n", await awaited_value(9)); // expect: 5
    say("%d %d %d %d\n", await into_if(0), await into_if(1), await into_if(2), // expect: 23 13 23 0
        await into_if(3));
}
