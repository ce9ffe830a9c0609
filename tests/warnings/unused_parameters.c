// Parameters that are never used; the worker's is not one of them.
#include <pirn.h>

async int slow(int n);
async int some(int used, int unused, char *also);
async void all(int a, int b);
async int marked(int a, int b __attribute__((unused)), int c);
async int none_awaited(int unused);
async int only_set(int n);

async int some(int used,
               int unused, // warning: -Wunused-parameter
               char *also) // warning: -Wunused-parameter
{
    return await slow(used);
}

async void all(int a, // warning: -Wunused-parameter
               int b) // warning: -Wunused-parameter
{
    await slow(1);
}

async int marked(int a, int b __attribute__((unused)), int c)
{
    (void)c;
    return await slow(a);
}

async int none_awaited(int unused) // warning: -Wunused-parameter
{
    return 1;
}

async int only_set(int n) // warning: -Wunused-but-set-parameter
{
    n = await slow(1);
    return 1;
}
