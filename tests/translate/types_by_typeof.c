// Locals whose type only the compiler can tell: typeof and __auto_type.
// elided: same
#include "../tick.h"

static async int by_typeof(int n)
{
    __typeof__(n) x = n;
    __typeof__(x + 0L) y = x + 1;
    typeof(&x) p = &x;
    typeof(int[2]) a = {x, (int)y};
    __typeof__(a) b = {a[1], a[0]};
    typeof(*a) c = b[0];
    const typeof(n) d = n + 5;
    await tick(0);
    *p += 1;
    return x + (int)y + a[1] + b[0] + c + d;
}

static async int by_auto(int n)
{
    __auto_type x = n;
    __auto_type y = 2.5;
    __auto_type s = "abc";
    __auto_type p = &x;
    const __auto_type z = x + 1;
    await tick(0);
    *p += 2;
    __auto_type w = await tick(4);
    await tick(0);
    return x + (int)(y * 2) + s[0] + z + w;
}

static async int typeof_struct(void)
{
    struct {
        int a;
        char b[4];
    } s = {1, "xyz"};
    __typeof__(s) t = s;
    __typeof__(s.b) u = "uvw";
    __auto_type v = s;
    await tick(0);
    v.a += t.a;
    return v.a + t.b[0] + u[1];
}

static async int typeof_result(void)
{
    __typeof__(tick_suspends()) flag = true;
    __typeof__(tick_state.calls) count = 3;
    await tick(0);
    return flag + (int)count;
}

#define max(a, b)                                                              \
    ({                                                                         \
        __typeof__(a) a_ = (a);                                                \
        __typeof__(b) b_ = (b);                                                \
        a_ > b_ ? a_ : b_;                                                     \
    })

static async int through_macros(int n)
{
    int m = max(await tick(n), await tick(4));
    return m + max(max(await tick(1), 2), await tick(3));
}

static async void test(void)
{
    say("%d\n", await by_typeof(3)); // expect: 28
    say("%d\n", await by_auto(3)); // expect: 115
    say("%d\n", await typeof_struct()); // expect: 240
    say("%d\n", await typeof_result()); // expect: 4
    say("%d\n", await through_macros(5)); // expect: 8
}
