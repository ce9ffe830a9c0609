// Comparisons between signs, some of them with an awaited operand.
#include <stddef.h>

#include <pirn.h>

async int slow(int n);
async unsigned unsigned_slow(unsigned n);
async size_t size_slow(void);
async int test(int n, unsigned m);

async int test(int n, unsigned m)
{
    int sum = 0;
    if (n < m) // warning: -Wsign-compare
        sum++;
    if (await slow(n) < m) // warning: -Wsign-compare
        sum++;
    if (n < await unsigned_slow(m)) // warning: -Wsign-compare
        sum++;
    for (int i = 0; i < await size_slow(); i++) // warning: -Wsign-compare
        sum++;
    if (await unsigned_slow(m) < 5)
        sum++;
    if (await slow(n) < 5)
        sum++;
    sum += await slow(n) ? n : (int)m;
    return sum;
}
