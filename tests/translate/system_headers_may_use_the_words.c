// In the text of system headers the words are ordinary names.
// elided: same
#include "parts/words.h"

#include "../tick.h"

static async int uses(int n)
{
    struct words w = words_make(n, 2);
    await tick(0);
    return words_sum(&w, 4);
}

static async void test(void)
{
    say("%d\n", await uses(1)); // expect: 10
    say("%zu\n", sizeof(words_callback) / sizeof(void *)); // expect: 1
}
