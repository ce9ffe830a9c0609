// What the compiler sees in constants: overflow, division by zero, shifts.
#include <pirn.h>

async int slow(int n);
async int test(int n);

async int test(int n)
{
    int a = n / 0; // warning: -Wdiv-by-zero
    int b = n << 40; // warning: -Wshift-count-overflow
    int c = 2147483647 + 1; // warning: -Woverflow
    unsigned char d = 300; // warning: -Woverflow
    int e = await slow(n) << 33; // warning: -Wshift-count-overflow
    await slow(a);
    return b + c + d + e;
}
