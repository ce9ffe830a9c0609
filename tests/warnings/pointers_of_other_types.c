// Pointers that do not fit, as arguments, results and initialisers.
#include <pirn.h>

async int slow(int *p);
async int text(const char *s);
async const char *constant(void);
async char *result(int *p);
async int test(int *p, unsigned *u, const int *c, char *s);

async int test(int *p, unsigned *u, const int *c, char *s)
{
    int sum = await slow(u); // warning: -Wpointer-sign
    sum += await slow(c); // warning: -Wdiscarded-qualifiers
    sum += await slow(s); // warning: -Wincompatible-pointer-types
    sum += await text(p); // warning: -Wincompatible-pointer-types
    char *t = await constant(); // warning: -Wdiscarded-qualifiers
    long *l = p; // warning: -Wincompatible-pointer-types
    t = await constant(); // warning: -Wdiscarded-qualifiers
    int n = p; // warning: -Wint-conversion
    sum += await slow(p) + await text(s) + *l + *t + n;
    return sum;
}

async char *result(int *p)
{
    await slow(p);
    return p; // warning: -Wincompatible-pointer-types
}
