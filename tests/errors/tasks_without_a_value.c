// Tasks without a value, of functions whose void stands anywhere.
#include <pirn.h>
void plain(void);
async __attribute__((noinline)) void behind_an_attribute(int n);
void async before_the_word(int n);
async void *pointer(int n);
static async void const *to_a_constant(void)
{
    return "x";
}
async inline __attribute__((cold)) void returns(int n)
{
    if (n)
        return;
}
static void async passes_on(int n)
{
    if (n > 1)
        return plain();
    n = missing; // says: 9
}
async int f(int n)
{
    scope (s) {
        task(void) t = spawn behind_an_attribute(1), u = spawn returns(2);
        task(void) v = spawn before_the_word(3), w = spawn passes_on(4);
        task(void *) x = spawn pointer("x"); // says: 40
        (await t);
        await u;
        await v, await w;
        task(const void *) y = spawn to_a_constant();
        return !await x && await y;
    }
    return n;
}
