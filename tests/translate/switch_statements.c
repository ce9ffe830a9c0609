// Awaits in the value, in cases, ranges, defaults in the middle, nested ones.
// elided: same
#include "../tick.h"

static async int ranges(int n)
{
    switch (await tick(n)) {
    case -5 ... -1:
        await tick(0);
        return 1;
    case 0:
        return await tick(2);
    case 'a' ... 'z':
        await tick(0);
        break;
    default:
        return await tick(4);
    }
    await tick(0);
    return 3;
}

static async int default_in_the_middle(int n)
{
    int log = 0;
    switch (n) {
    case 1:
        log += await tick(1);
        /* fallthrough */
    default:
        log += await tick(10);
        /* fallthrough */
    case 2:
        log += await tick(100);
        break;
    case 3:
        log += await tick(1000);
    }
    return log;
}

static async int nested(int a, int b)
{
    switch (a) {
    case 1:
        switch (await tick(b)) {
        case 1:
            await tick(0);
            break;
        case 2:
            return 12;
        }
        await tick(0);
        return 11;
    case 2:
        for (int i = 0;; i++) {
            switch (await tick(i)) {
            case 0:
                continue;
            case 3:
                return 23;
            default:
                break;
            }
            if (b == i)
                break;
        }
        return 20 + b;
    }
    return 0;
}

static async int declares(int n)
{
    switch (n) {
        int local;
    case 1:
        local = 10;
        await tick(0);
        return local + 1;
    case 2: {
        int inner = 20;
        int *p = &inner;
        await tick(0);
        return *p;
    }
    default:
        local = await tick(30);
        await tick(0);
        return local;
    }
}

enum kind { SMALL, MEDIUM, LARGE };

static async const char *of_enum(enum kind kind)
{
    switch (kind) {
    case SMALL:
        await tick(0);
        return "small";
    case MEDIUM:
        return "medium";
    case LARGE:
        break;
    }
    await tick(0);
    return "large";
}

static async int wide(unsigned long long n)
{
    switch (n) {
    case 0x100000001:
        await tick(0);
        return 1;
    case 1:
        await tick(0);
        return 2;
    }
    return 3;
}

static async int without_braces(int n)
{
    switch (n)
    case 3:
        return await tick(33);
    switch (n)
    default:
        n += await tick(1);
    return n;
}

static async int promoted(signed char c)
{
    switch (c) {
    case -1:
        await tick(0);
        return 1;
    case 127:
        return 2;
    }
    return 3;
}

static async int value_and_cases(int n)
{
    int log = 0;
    for (int i = 0; i < n; i++)
        switch (await tick(i) * 2) {
        case 0:
        case 2:
            log = log * 10 + await tick(1);
            break;
        case 4:
            if (await tick(1))
                break;
            log = 999;
            /* fallthrough */
        case 6:
            log = log * 10 + 2;
            goto out;
        }
out:
    return log;
}

static async void test(void)
{
    say("%d %d %d %d\n", await ranges(-3), await ranges(0), await ranges('q'), // expect: 1 2 3 4
        await ranges(1));
    say("%d %d %d %d\n", await default_in_the_middle(1), // expect: 111 100 1000 110
        await default_in_the_middle(2), await default_in_the_middle(3),
        await default_in_the_middle(4));
    say("%d %d %d %d\n", await nested(1, 1), await nested(1, 2), // expect: 11 12 22 23
        await nested(2, 2), await nested(2, 7));
    say("%d %d %d\n", await declares(1), await declares(2), await declares(3)); // expect: 11 20 30
    say("%s %s %s\n", await of_enum(SMALL), await of_enum(MEDIUM), // expect: small medium large
        await of_enum(LARGE));
    say("%d %d\n", await wide(0x100000001), await wide(1)); // expect: 1 2
    say("%d %d\n", await without_braces(3), await without_braces(4)); // expect: 33 5
    say("%d %d\n", await promoted(-1), await promoted(1)); // expect: 1 3
    say("%d\n", await value_and_cases(5)); // expect: 112
}
