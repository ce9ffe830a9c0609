// Coroutines return structs, unions, floats, complex, vectors, void, ...
// flags: -Wno-ignored-qualifiers
// elided: same
#include <complex.h>

#include "../tick.h"

struct empty {
};
struct big {
    int a[100];
    double d;
};
union either {
    int i;
    char text[16];
};
typedef float quad __attribute__((vector_size(16)));

static async struct empty empty(struct empty e)
{
    await tick(0);
    return e;
}

static async struct big big(int n)
{
    struct big b = {.a = {[99] = n}, .d = n / 2.0};
    await tick(0);
    return b;
}

static async struct big bigger(struct big b)
{
    struct big c = await big(b.a[99] + 1);
    await tick(0);
    c.a[0] = b.a[99];
    return c;
}

static async union either either(int n)
{
    union either e = {.text = "either"};
    await tick(0);
    if (n)
        e.i = n;
    return e;
}

static async float single(float f)
{
    await tick(0);
    return f * 1.5f;
}

static async double twice(double d)
{
    return await tick(1) ? d * 2 : 0;
}

static async long double extended(long double d)
{
    await tick(0);
    return d / 4;
}

static async double complex rotate(double complex z)
{
    double complex turned = z * I;
    await tick(0);
    return turned;
}

static async float complex small(float complex z)
{
    await tick(0);
    return z + 1;
}

static async quad scale(quad q, float by)
{
    await tick(0);
    return q * by;
}

static async __int128 square(__int128 x)
{
    await tick(0);
    return x * x;
}

static async _Bool is_odd(int n)
{
    return await tick(n) & 1;
}

static async char letter(int n)
{
    return (char)await tick('a' + n);
}

static async void nothing(int *p)
{
    await tick(0);
    if (*p > 5)
        return;
    await tick(0);
    ++*p;
}

static async void void_of_void(int *p)
{
    return await nothing(p);
}

static async const char *text(void)
{
    await tick(0);
    return "text";
}

static async int (*array(int (*p)[3]))[3]
{
    await tick(0);
    (*p)[1] = 7;
    return p;
}

static async const int constant(void)
{
    return await tick(4);
}

enum answer { NO, YES };

static async enum answer answer(int n)
{
    await tick(0);
    return n ? YES : NO;
}

static async void test(void)
{
    struct empty e = await empty((struct empty){});
    (void)e;
    await empty(e);
    struct big b = await bigger(await big(3));
    say("%d %d %.1f\n", b.a[0], b.a[99], b.d); // expect: 3 4 2.0
    say("%s %d\n", (await either(0)).text, (await either(5)).i); // expect: either 5
    say("%.2f %.2f\n", (double)await single(2.5f), await twice(1.25)); // expect: 3.75 2.50
    say("%.3Lf\n", await extended(0.5L)); // expect: 0.125
    double complex z = await rotate(2 + 3 * I);
    say("%.0f %.0f\n", creal(z), cimag(z)); // expect: -3 2
    say("%.0f\n", (double)crealf(await small(1 + 2 * I))); // expect: 2
    quad q = await scale((quad){1, 2, 3, 4}, 2);
    say("%.0f %.0f\n", (double)q[0], (double)q[3]); // expect: 2 8
    say("%d\n", (int)(await square((__int128)1 << 40) >> 78)); // expect: 4
    say("%d %c\n", await is_odd(257), await letter(2)); // expect: 1 c
    int n = 4;
    await nothing(&n);
    await void_of_void(&n);
    await nothing(&n);
    say("%d\n", n); // expect: 6
    say("%s\n", await text()); // expect: text
    int a[3] = {0};
    say("%d\n", (*await array(&a))[1]); // expect: 7
    say("%d %d\n", await constant(), await answer(3) == YES); // expect: 4 1
}
