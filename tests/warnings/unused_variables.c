// Variables that are never used, or only set, across awaits and without.
#include <pirn.h>

async int slow(int n);
async int unused(int n);
async int set_only(int n);
async int in_blocks(int n);
async int explicitly(int n);

async int unused(int n)
{
    int never; // warning: -Wunused-variable
    int initialised = n; // warning: -Wunused-variable
    int awaited = await slow(n); // warning: -Wunused-variable
    int array[3]; // warning: -Wunused-variable
    static int fixed; // warning: -Wunused-variable
    struct {
        int a;
    } record = {await slow(1)}; // warning: -Wunused-variable
    const char *s = "s"; // warning: -Wunused-variable
    return await slow(n);
}

async int set_only(int n)
{
    int set; // warning: -Wunused-but-set-variable
    int set_by_await; // warning: -Wunused-but-set-variable
    set = n;
    set_by_await = await slow(n);
    await slow(n);
    return n;
}

async int in_blocks(int n)
{
    for (int i = 0; i < n; i++) {
        int inner = i; // warning: -Wunused-variable
        await slow(i);
    }
    {
        int x = await slow(n);
        if (x) {
            int x = 5; // warning: -Wunused-variable
            await slow(n);
        }
    }
    return 0;
}

async int explicitly(int n)
{
    int a __attribute__((unused)) = await slow(n);
    int b = 1;
    (void)b;
    int c = await slow(n);
    (void)c;
    return 0;
}
