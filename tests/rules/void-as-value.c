// What has no value is awaited as a statement.
#include <pirn.h>
async void nap(int n)
{
    await pirn_sleep(n);
}
async int take(int n);
async int f(int n)
{
    scope (s) {
        task(void) t = spawn nap(n);
        int v = await t; // error: 'await t' has no value [void-as-value]
        v = await nap(1); // error: 'await nap(1)' has no value [void-as-value]
        if (await nap(2)) // error: has no value [void-as-value]
            v++;
        await take(await nap(3)); // error: has no value [void-as-value]
        n ? await nap(4) : (void)0, await nap(5); // help: a statement of its own
        return await nap(6); // error: has no value [void-as-value]
    }
    return 0;
}
async void g(int n)
{
    return await nap(n);
}
