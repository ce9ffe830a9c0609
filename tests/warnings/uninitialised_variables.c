// Reading what was never set, and only that: not what moves with no value.
#include <pirn.h>

async int slow(int n);
async int surely(int n);
async int never_set(void);
async int fine(int n);
async int fine_in_loops(int n);
async int set_through_pointer(int n);
async void store(int *to);

async int surely(int n)
{
    int x;
    int y = x + n; // warning: -Wuninitialized
    return await slow(y);
}

async int never_set(void)
{
    int x;
    await slow(1);
    return x; // warning: -Wuninitialized
}

async int fine(int n)
{
    int x, y;
    if (n)
        x = 1;
    else
        x = 2;
    await slow(x);
    y = await slow(3);
    return x + y;
}

async int fine_in_loops(int n)
{
    int last, sum = 0;
    for (int i = 0; i < n; i++) {
        last = i;
        await slow(i);
        sum += last;
    }
    return sum;
}

async int set_through_pointer(int n)
{
    int x;
    await store(&x);
    await slow(n);
    return x;
}
