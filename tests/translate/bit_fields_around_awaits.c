// Bit-fields as operands and as what an awaited value is stored in.
// elided: same
#include "../tick.h"

struct bits {
    unsigned a : 3;
    int b : 4;
    unsigned long long wide : 40;
    _Bool flag : 1;
    unsigned : 0;
    unsigned last : 5;
};

static async int both(int x, int y)
{
    await tick(0);
    return x * 100 + y;
}

static async unsigned of_member(struct bits *s)
{
    return s->a + await tick(1);
}

static async void test(void)
{
    struct bits s = {.a = 5, .b = -3, .wide = 1ULL << 39, .flag = 1};
    await tick(0);
    say("%d %d %d %d\n", s.a, s.b, (int)(s.wide >> 39), s.flag); // expect: 5 -3 1 1
    s.a = await tick(15);
    say("%d\n", s.a); // expect: 7
    s.b += await tick(2);
    say("%d\n", s.b); // expect: -1
    say("%d\n", s.last = await tick(33)); // expect: 1
    s.flag = await tick(4);
    say("%d\n", s.flag); // expect: 1
    say("%d\n", await both(s.a, s.b)); // expect: 699
    say("%d\n", s.a + await tick(1) + s.b); // expect: 7
    say("%d\n", s.a ? await tick(s.b) : 9); // expect: -1
    say("%d\n", s.flag && await tick(0)); // expect: 0
    say("%u\n", await of_member(&s)); // expect: 8
    say("%d\n", (s.a = 2, await tick(s.a)) - s.last); // expect: 1
    int x = await tick(1) ? s.a : s.b;
    say("%d\n", x); // expect: 2
    s.a++, await tick(0), s.a++;
    say("%d\n", s.a); // expect: 4
    x = ({
        await tick(0);
        s.b;
    });
    x += s.a ?: await tick(7);
    x += await tick(0) ? await tick(9) : s.last;
    say("%d\n", x); // expect: 4
    s.wide = await tick(1) ? s.wide >> 35 : (unsigned)await tick(3);
    say("%d\n", (int)(s.wide + ({
                          await tick(1);
                          s.wide;
                      }))); // expect: 32
}
