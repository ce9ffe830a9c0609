// tgmath's macros, and ordinary ones, around awaits of several types.
// elided: same
// flags: -lm
#include <tgmath.h>

#include "../tick.h"

static async double real(double x)
{
    await tick(0);
    return x;
}

static async float single(float x)
{
    await tick(0);
    return x;
}

#define SQUARE(x) ((x) * (x))
#define MAX(a, b) ((a) > (b) ? (a) : (b))

static int calls;

static async int counted(int x)
{
    calls++;
    return await tick(x);
}

static async void test(void)
{
    calls = 0;
    double x = await real(4.0);
    say("%.1f\n", sqrt(x)); // expect: 2.0
    double root = sqrt(await real(16.0));
    say("%.1f\n", root); // expect: 4.0
    float f = fabs(await single(-2.5f));
    say("%.1f\n", (double)f); // expect: 2.5
    say("%.1f\n", pow(await real(2.0), await tick(3))); // expect: 8.0
    say("%d\n", SQUARE(await counted(3))); // expect: 9
    say("%d\n", calls); // expect: 2
    say("%d\n", MAX(await counted(3), await counted(2))); // expect: 3
    say("%d\n", calls); // expect: 5
    say("%d\n", isnan(await real(0.0)) || signbit(await real(-1.0)) != 0); // expect: 1
}
