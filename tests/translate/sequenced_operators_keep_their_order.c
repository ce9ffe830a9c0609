// && || ?: and the comma evaluate what C says, in C's order.
// elided: same
#include "../tick.h"

static async int slow(const char *where, int value)
{
    note(where, value);
    return await tick(value);
}

static async void test(void)
{
    int x;
    x = note("a", 1) && await slow("b", 2) && note("c", 0) && await slow("d", 1);
    say("%d\n", x); // expect: a b c 0
    x = note("a", 0) || await slow("b", 0) || note("c", 3) || await slow("d", 1);
    say("%d\n", x); // expect: a b c 1
    x = (await slow("a", 0) && note("b", 1)) || (note("c", 1) && !await slow("d", 0));
    say("%d\n", x); // expect: a c d 1
    x = note("a", 1) ? await slow("b", 2) : await slow("c", 3);
    say("%d\n", x); // expect: a b 2
    x = await slow("a", 0) ? note("b", 2) : note("c", 3);
    say("%d\n", x); // expect: a c 3
    x = note("a", 0) ? await slow("b", 1)
        : await slow("c", 0) ? note("d", 1)
        : note("e", 1)       ? await slow("f", 6)
                             : note("g", 7);
    say("%d\n", x); // expect: a c e f 6
    x = (note("a", 1), await slow("b", 2), note("c", 3), await slow("d", 4));
    say("%d\n", x); // expect: a b c d 4
    x = await slow("a", 5) ?: note("b", 6);
    say("%d\n", x); // expect: a 5
    x = await slow("a", 0) ?: await slow("b", 6);
    say("%d\n", x); // expect: a b 6
    x = note("a", 7) ?: await slow("b", 6);
    say("%d\n", x); // expect: a 7
    if (note("a", 1) && (note("b", 0) || await slow("c", 1)))
        say("yes\n"); // expect: a b c yes
    if (!(await slow("a", 1) && note("b", 1)) || note("c", 0))
        say("no\n");
    else
        say("neither\n"); // expect: a b c neither
    for (x = 0; note("t", x < 2) && await slow("u", 1); note("s", x++))
        say("body ");
    say("%d\n", x); // expect: t u body s t u body s t 2
    int *p = NULL;
    x = p && *p == await slow("never", 1);
    say("%d\n", x); // expect: 0
    x = p ? *p + await slow("never", 1) : 4;
    say("%d\n", x); // expect: 4
    p = &x;
    x = p && *p == await slow("a", 4);
    say("%d\n", x); // expect: a 1
    _Bool b = await slow("a", 256) && await slow("b", 512);
    say("%d\n", b); // expect: a b 1
    note("a", 0), await slow("b", 0), note("c", 0);
    say("end\n"); // expect: a b c end
    await slow("a", 0) ? (void)note("b", 0) : (void)await slow("c", 0);
    say("end\n"); // expect: a c end
    x = 1 + (note("a", 1) ? await slow("b", 10) : 0) +
        (note("c", 0) ? 0 : await slow("d", 100));
    say("%d\n", x); // expect: a b c d 111
    x = (await slow("a", 1) ? await slow("b", 0) : 1) ? note("c", 1)
                                                      : note("d", 2);
    say("%d\n", x); // expect: a b d 2
}
