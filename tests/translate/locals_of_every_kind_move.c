// Scalars of every kind keep their value when they move into a frame.
// elided: same
#include <complex.h>

#include "../tick.h"

typedef int four __attribute__((vector_size(16)));
enum color { RED, GREEN = -7 };

static async int all(signed char a, unsigned short b, long long c, float d,
                     double e, long double f, double complex g, __int128 h,
                     _Bool i, enum color j, const char *k, int (*l)(const char *),
                     void *m, four n, unsigned o)
{
    signed char a1 = a;
    unsigned short b1 = b;
    long long c1 = c;
    float d1 = d;
    double e1 = e;
    long double f1 = f;
    double complex g1 = g;
    __int128 h1 = h;
    _Bool i1 = i;
    enum color j1 = j;
    const char *k1 = k;
    int (*l1)(const char *) = l;
    void *m1 = m;
    four n1 = n;
    unsigned o1 = o;
    await tick(0);
    say("%d %d %lld ", a + a1, b + b1, c + c1);
    say("%.2f %.2f %.2Lf ", (double)(d + d1), e + e1, f + f1);
    await tick(0);
    say("%.1f %.1f %d ", creal(g + g1), cimag(g * g1), (int)((h + h1) >> 100));
    say("%d %d %d %d ", i + i1, j + j1, l(k) + l1(k1), m == m1);
    four sum = n + n1;
    say("%d %u\n", sum[0] + sum[3], o + o1);
    return 0;
}

static int length(const char *s)
{
    return (int)strlen(s);
}

static async int many(int a, int b, int c, int d, int e, int f, int g, int h)
{
    int a1 = await tick(a), b1 = await tick(a1 + b), c1 = await tick(b1 + c),
        d1 = await tick(c1 + d), e1 = await tick(d1 + e),
        f1 = await tick(e1 + f), g1 = await tick(f1 + g),
        h1 = await tick(g1 + h);
    return a1 + b1 * 2 + c1 * 3 + d1 * 5 + e1 * 7 + f1 * 11 + g1 * 13 + h1 * 17;
}

static async int sometimes_assigned(int n)
{
    int x, y = 1;
    if (n > 1)
        x = n;
    await tick(0);
    if (n > 1)
        y += x;
    await tick(0);
    int z;
    for (int i = 0; i < n; i++) {
        if (i)
            y += z;
        z = i;
        await tick(0);
    }
    return y;
}

static async int changed_while_suspended(int n)
{
    n++;
    await tick(0);
    n *= 2;
    int m = n--;
    await tick(0);
    m += n++ * 100;
    await tick(0);
    return m * 1000 + n;
}

static async void test(void)
{
    await all(-100, 65535, 1LL << 40, 1.25f, 2.5, 0.125L, 1 + 2 * I,
              (__int128)3 << 100, 1, GREEN, "abc", length, &tick_state,
              (four){1, 2, 3, 4}, 4000000000u);
    // expect: -200 131070 2199023255552 2.50 5.00 0.25 2.0 4.0 6 2 -14 6 1 10 3705032704
    say("%d\n", await many(1, 2, 3, 4, 5, 6, 7, 8)); // expect: 1387
    say("%d %d\n", await sometimes_assigned(1), await sometimes_assigned(5)); // expect: 1 12
    say("%d\n", await changed_while_suspended(2)); // expect: 506006
}
