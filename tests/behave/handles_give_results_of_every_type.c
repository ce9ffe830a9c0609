// await of a handle gives the task's result, typed, whenever it has ended.
// elided: same
// asan
// threads: any order, tsan
// workers: any
#include <stdio.h>

#include <pirn.h>

struct big {
    int a[50];
    double d;
};

static async char letter(int n)
{
    await pirn_yield_now();
    return (char)('a' + n);
}

static async double half(double d)
{
    await pirn_sleep(PIRN_MS);
    return d / 2;
}

static async struct big big(int n)
{
    struct big b = {.a = {[49] = n}, .d = n / 2.0};
    await pirn_yield_now();
    return b;
}

static async const char *text(void)
{
    return "text";
}

static async long double extended(long double x)
{
    await pirn_yield_now();
    return x * 2;
}

static async int quick(int n)
{
    return n;
}

static async __int128 huge(int n)
{
    await pirn_yield_now();
    return (__int128)n << 100;
}

async int main(void)
{
    scope (s) {
        task(char) c = spawn letter(2);
        task(double) d = spawn half(5);
        task(struct big) b = spawn big(7);
        task(const char *) t = spawn text();
        task(long double) e = spawn extended(1.25L);
        task(int) q = spawn quick(9);
        task(__int128) h = spawn huge(3);
        printf("%c\n", await c); // expect: c
        printf("%.2f\n", await d); // expect: 2.50
        struct big result = await b;
        printf("%d %.1f\n", result.a[49], result.d); // expect: 7 3.5
        printf("%s\n", await t); // expect: text
        printf("%.2Lf\n", await e); // expect: 2.50
        printf("%d\n", await q); // expect: 9
        printf("%d\n", (int)((await h) >> 100)); // expect: 3
        task(struct big) again = spawn big(1);
        printf("%d\n", (await again).a[49]); // expect: 1
    }
    return 0;
}
