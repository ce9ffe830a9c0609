// _Alignas, aligned attributes and vector types hold in a frame too.
// elided: same
#include "../tick.h"

typedef int four __attribute__((vector_size(16)));
typedef double wide __attribute__((vector_size(32)));
typedef struct {
    _Alignas(64) char line[64];
} cache_line;

static bool is_aligned(const volatile void *p, uintptr_t to)
{
    return (uintptr_t)p % to == 0;
}

static async int aligned(int n)
{
    char before = 1;
    _Alignas(32) int a = n;
    int b __attribute__((aligned(128))) = n + 1;
    cache_line c = {{(char)n}};
    char after = 2;
    await tick(0);
    int good = is_aligned(&a, 32) + is_aligned(&b, 128) + is_aligned(&c, 64);
    await tick(0);
    return good * 1000 + a * 100 + b * 10 + c.line[0] + before + after;
}

static async int vectors(int n)
{
    four v = {n, n + 1, n + 2, n + 3};
    wide w = {n, 1, 2, 3};
    await tick(0);
    v += v;
    w *= 2;
    four *p = &v;
    await tick(0);
    return (*p)[3] + (int)w[0] + is_aligned(p, 16) * 100;
}

static async four vector_result(four a, int n)
{
    await tick(0);
    return a * n;
}

static async long double long_double(long double x)
{
    long double y = x / 3, z[2] = {y, x};
    await tick(0);
    return y * 3 + z[1];
}

static async int moved_vector(int n)
{
    four v = {n, n, n, n};
    await tick(0);
    v = v + (four){1, 2, 3, 4};
    await tick(0);
    return v[0] + v[3];
}

static async void test(void)
{
    say("%d\n", await aligned(3)); // expect: 3346
    say("%d\n", await vectors(3)); // expect: 118
    four v = await vector_result((four){1, 2, 3, 4}, 5);
    say("%d %d\n", v[0], v[3]); // expect: 5 20
    say("%.1Lf\n", await long_double(1.5L)); // expect: 3.0
    say("%d\n", await moved_vector(2)); // expect: 9
    say("%d\n", (await vector_result(v, 2))[1]); // expect: 20
}
