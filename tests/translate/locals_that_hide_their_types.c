// A local named like its own type hides it, but for what is declared beside it.
// elided: same
// async-all
#include "../tick.h"

typedef int number;
typedef struct {
    int a, b;
} couple;

static async int scalars(int n)
{
    number number = n, other = number + await tick(1), *pointer = &other;
    await tick(0);
    *pointer += number;
    return (number)-1 + other;
}

static async int structs(int n)
{
    couple couple = {n, await tick(2)}, others[2] = {couple, {3, 4}};
    await tick(0);
    return couple.a + others[0].b + others[1].a;
}

static async int in_a_block(int n)
{
    number sum = 0;
    {
        number number = await tick(n), twice = 2 * number;
        sum += twice;
    }
    number again = await tick(5);
    return sum + again;
}

static async void test(void)
{
    say("%d\n", await scalars(3));    // expect: 9
    say("%d\n", await structs(1));    // expect: 6
    say("%d\n", await in_a_block(4)); // expect: 13
}
