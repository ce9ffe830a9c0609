// -Wconversion and -Wsign-conversion where an awaited value is stored.
// flags: -Wconversion -Wsign-conversion -Wfloat-conversion
#include <stdbool.h>

#include <pirn.h>

async int slow(int n);
async long long_slow(long n);
async double double_slow(double d);
async unsigned unsigned_slow(unsigned n);
async int test(int n);
async char narrow(int n);
async int arguments(int n);
async short tail(int n);
async unsigned sign(int n);

async int test(int n)
{
    char c = await slow(n); // warning: -Wconversion
    int i = await long_slow(n); // warning: -Wconversion
    short s;
    s = await slow(n); // warning: -Wconversion
    float f = await double_slow(n); // warning: -Wfloat-conversion
    unsigned u = await slow(n); // warning: -Wsign-conversion
    long l = await slow(n);
    double d = await slow(n);
    bool b = await slow(n);
    int e = (int)await long_slow(l);
    i += await long_slow(n); // warning: -Wconversion
    return c + i + s + (int)f + (int)u + (int)l + (int)d + b + e;
}

async char narrow(int n)
{
    int x = await slow(n);
    return x; // warning: -Wconversion
}

async int arguments(int n)
{
    int sum = await slow(n);
    sum += await slow(await long_slow(n)); // warning: -Wconversion
    return sum + (int)await unsigned_slow(n); // warning: -Wsign-conversion
}

async short tail(int n)
{
    return await slow(n); // warning: -Wconversion
}

async unsigned sign(int n)
{
    return await slow(n); // warning: -Wsign-conversion
}
