// Assigning to a part of a variable leaves the rest of it as it was.
// elided: same
// async-all
// asan
#include <pirn.h>
#include <stdio.h>

typedef int v4 __attribute__((vector_size(16)));

static async void wait_a_little(void)
{
    await pirn_yield_now();
}

static async int halves(int x)
{
    _Complex double r;
    __real__ r = x + 1;
    await wait_a_little();
    __imag__ r = x - 1;
    await wait_a_little();
    return (int)(__real__ r * 10 + __imag__ r);
}

static async int halves_after_a_whole(int x)
{
    _Complex double r = x + 1;
    await wait_a_little();
    __imag__(r) = 1;
    await wait_a_little();
    __imag__ r += 2;
    await wait_a_little();
    (__real__ r)++;
    await wait_a_little();
    __extension__ __imag__ r *= 2;
    await wait_a_little();
    return (int)(__real__ r * 10 + __imag__ r);
}

static async int elements(int x)
{
    v4 r;
    r[0] = x;
    await wait_a_little();
    r[1] = 1;
    await wait_a_little();
    r[2] = 2;
    await wait_a_little();
    r[3] = 3;
    await wait_a_little();
    return r[0] * 1000 + r[1] * 100 + r[2] * 10 + r[3];
}

static async int elements_in_a_loop(v4 r)
{
    for (int i = 0; i < 4; i++) {
        await wait_a_little();
        r[i] += i;
        await wait_a_little();
        r[3 - i]--;
    }
    await wait_a_little();
    return r[0] * 1000 + r[1] * 100 + r[2] * 10 + r[3];
}

static async int one_that_is_chosen(int x)
{
    _Complex double r = 5, s = 1;
    await wait_a_little();
    _Generic(x, int : __real__ r, default : __real__ s) = x;
    await wait_a_little();
    _Generic(x, int : s, default : r) = 3;
    await wait_a_little();
    __builtin_choose_expr(1, __imag__ s, __imag__ r) = 4;
    await wait_a_little();
    return (int)(__real__ r * 1000 + __real__ s * 100 + __imag__ s * 10 +
                 __imag__ r);
}

static async int perhaps(int x)
{
    _Complex double r;
    v4 v;
    __real__ r = 1;
    v[0] = 1;
    for (int i = 0; i < 3; i++) {
        if (i == x) {
            await wait_a_little();
            __real__ r = 7;
            v[0] = 6;
        } else {
            __imag__ r = 2;
            v[1] = 3;
        }
    }
    await wait_a_little();
    return (int)(__real__ r * 1000 + __imag__ r * 100) + v[0] * 10 + v[1];
}

struct all {
    struct {
        int a, b : 4, c : 4;
    } inner;
    int array[3];
    _Complex float z;
};

static async int members(int x)
{
    struct all s;
    s.inner.a = x;
    await wait_a_little();
    s.inner.b = 2;
    await wait_a_little();
    s.inner.c = 3;
    await wait_a_little();
    s.array[1] = 4;
    await wait_a_little();
    __real__ s.z = 5;
    await wait_a_little();
    __imag__ s.z = 6;
    await wait_a_little();
    return s.inner.a * 100000 + s.inner.b * 10000 + s.inner.c * 1000 +
           s.array[1] * 100 + (int)(__real__ s.z * 10 + __imag__ s.z);
}

#ifdef __clang__
typedef float f4 __attribute__((ext_vector_type(4)));

static async int components(int x)
{
    f4 v;
    v.x = x;
    await wait_a_little();
    v.y = 1;
    await wait_a_little();
    v.zw = v.yx;
    await wait_a_little();
    v.w--;
    await wait_a_little();
    return (int)(v.x * 1000 + v.y * 100 + v.z * 10 + v.w);
}
#else
static async int components(int x)
{
    await wait_a_little();
    return x * 1000 + 114;
}
#endif

async int main(void)
{
    printf("%d\n", await halves(5));                            // expect: 64
    printf("%d\n", await halves_after_a_whole(4));              // expect: 66
    printf("%d\n", await elements(5));                          // expect: 5123
    printf("%d\n", await elements_in_a_loop((v4){1, 2, 3, 4})); // expect: 246
    printf("%d\n", await one_that_is_chosen(2));                // expect: 2340
    printf("%d\n", await perhaps(1));                           // expect: 7263
    printf("%d\n", await members(1));    // expect: 123456
    printf("%d\n", await components(5)); // expect: 5114
    return 0;
}
