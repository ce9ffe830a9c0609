// -g3 leaves #define lines in the preprocessed text, also inside functions.
// flags: -g3
// elided: same
#include "../tick.h"

#define OUTSIDE 1

static async int defines_inside(int n)
{
#define INSIDE 10
    int x = await tick(n)
#define MIDDLE 100
            + MIDDLE;
#undef MIDDLE
    await tick(0);
#define FUNCTION(a, b) ((a) + (b))
    return FUNCTION(x, INSIDE) + OUTSIDE;
}
#undef INSIDE

static async void test(void)
{
    say("%d\n", await defines_inside(1)); // expect: 112
}
