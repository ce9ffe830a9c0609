// The result of an awaited function that must be used.
#include <pirn.h>

__attribute__((warn_unused_result)) async int must(int n);
async int need_not(int n);
async int test(int n);
static async int same_file(int n) __attribute__((warn_unused_result));

static async int same_file(int n)
{
    await pirn_yield_now();
    return n;
}

async int test(int n)
{
    await must(n); // warning: -Wunused-result
    await need_not(n);
    await same_file(n); // warning: -Wunused-result
    if (n)
        await must(n); // warning: -Wunused-result
    int x = await must(n);
    for (; await must(n);)
        x++;
    return x + await must(n) + (await must(n) ? 1 : 0);
}
