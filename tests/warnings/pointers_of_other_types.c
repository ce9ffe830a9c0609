// Pointers that do not quite fit, as arguments, results and initialisers. Those
// that do not fit at all are an error: they could be pointers to coroutines.
#include <pirn.h>

async int slow(int *p);
async int text(const char *s);
async const char *constant(void);
async unsigned *result(int *p);
async int test(int *p, unsigned *u, const int *c, char *s);

async int test(int *p, unsigned *u, const int *c, char *s)
{
    int sum = await slow(u); // warning: -Wpointer-sign
    sum += await slow(c); // warning: -Wdiscarded-qualifiers
    char *t = await constant(); // warning: -Wdiscarded-qualifiers
    unsigned *v = p; // warning: -Wpointer-sign
    t = await constant(); // warning: -Wdiscarded-qualifiers
    int n = p; // warning: -Wint-conversion
    sum += await slow(p) + await text(s) + *t + (int)*v + n;
    return sum;
}

async unsigned *result(int *p)
{
    await slow(p);
    return p; // warning: -Wpointer-sign
}
