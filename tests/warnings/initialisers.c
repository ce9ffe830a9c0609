// Initialisers that leave members out or set them twice.
// flags: -Wno-initializer-overrides
#include <pirn.h>

struct triple {
    int a, b, c;
};
async int slow(int n);
async int test(int n);

async int test(int n)
{
    struct triple missing = {1, await slow(2)}; // warning: -Wmissing-field-initializers
    struct triple named = {.a = await slow(1)};
    struct triple zero = {0};
    struct triple complete = {1, 2, await slow(3)};
    int array[2] = {1, await slow(2)};
    int nested[2][2] = {1, await slow(2), 3, 4}; // warning: -Wmissing-braces
    await slow(n);
    return missing.a + named.b + zero.c + complete.a + array[0] + nested[1][1];
}
