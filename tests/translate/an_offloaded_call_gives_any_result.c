// An offloaded call may give any type, be called through any expression, and stand wherever a call may.
// async-all
// elided: same
// asan
// tsan
#include "../tick.h"
#include <complex.h>

typedef float vector __attribute__((vector_size(16)));
struct large {
    int numbers[40];
    const int count;
};
struct text {
    char letters[8];
};
struct operations {
    int (*add)(int, int);
    int (*table[2])(int, int);
    struct large (*make)(int);
};

static int add(int a, int b) { return a + b; }
static int subtract(int a, int b) { return a - b; }
static struct large make(int n)
{
    struct large l = {.numbers = {[39] = n}, .count = n + 1};
    return l;
}
static struct text text_of(char c) { return (struct text){{c, c, '\0'}}; }
static long double third(int n) { return (long double)n / 4; }
static double _Complex turned(double _Complex z) { return z * I; }
static vector doubled(vector v) { return v + v; }
static _Bool is_odd(int n) { return n % 2; }
static const char *name_of(int n) { return n ? "some" : "none"; }
static int (*choose(int n))(int, int) { return n ? add : subtract; }
static void count(int *n) { ++*n; }
static signed char negative(void) { return -1; }

static async struct large pass_on(int n)
{
    return await offload make(n);
}

static async void void_result(int *n)
{
    return await offload count(n);
}

static async void results(int n)
{
    struct large large = await offload make(n);
    say("%d %d\n", large.numbers[39], large.count); // expect: 3 4
    say("%d\n", (await offload make(n + 1)).numbers[39]); // expect: 4
    say("%s\n", (await offload text_of('x')).letters); // expect: xx
    say("%g\n", (double)await offload third(n)); // expect: 0.75
    say("%g\n", creal(await offload turned(2 + 3 * I))); // expect: -3
    vector v = await offload doubled((vector){1, 2, 3, n});
    say("%g\n", v[3]); // expect: 6
    say("%d\n", await offload is_odd(n)); // expect: 1
    say("%s\n", await offload name_of(n)); // expect: some
    say("%d\n", await offload negative() < 0); // expect: 1
    say("%d\n", (await pass_on(n)).count); // expect: 4
}

static async void callees(int n)
{
    struct operations o = {add, {add, subtract}, make}, *p = &o;
    int (*f)(int, int) = subtract, i = 0;
    say("%d\n", await offload f(n, 1)); // expect: 2
    say("%d\n", await offload (*f)(n, 2)); // expect: 1
    say("%d\n", await offload (f)(n, 3)); // expect: 0
    say("%d\n", await offload o.add(n, 4)); // expect: 7
    say("%d\n", await offload p->table[++i](n, 5)); // expect: -2
    say("%d\n", (await offload p->make(n)).count); // expect: 4
    say("%d\n", await offload choose(n)(n, 6)); // expect: 9
    say("%d\n", await offload (n ? subtract : add)(n, 7)); // expect: -4
    say("%d\n", await offload ((int (*)(int, int))f)(n, 8)); // expect: -5
    f = add;
    say("%d %d\n", i, await offload f(await tick(n), i)); // expect: 1 4
}

static async void places(int n)
{
    int calls = 0, array[2] = {0, 0};
    await offload count(&calls);
    (void)await offload add(1, 2);
    await void_result(&calls);
    if (await offload is_odd(n) && !await offload is_odd(n + 1))
        await offload count(&calls);
    while (await offload add(calls, 0) < 6)
        await offload count(&calls);
    say("%d\n", calls); // expect: 6
    say("%d\n", n > 5 ? await offload add(n, 1) : await offload add(n, 2)); // expect: 5
    switch (await offload add(n, n)) {
    case 6: say("six\n"); break; // expect: six
    default: say("%d\n", n);
    }
    array[await offload add(0, 1)] = await offload add(n, 40);
    say("%d %d\n", array[0], array[1]); // expect: 0 43
    say("%d\n", (int)sizeof(await offload make(1)) == (int)sizeof(struct large)); // expect: 1
    __typeof__(await offload third(1)) t = await offload third(6);
    say("%g\n", (double)t); // expect: 1.5
    int sum = 10;
    sum += await offload add(n, 0) * await offload add(n, 1);
    say("%d\n", sum); // expect: 22
    say("%d\n", (await offload count(&calls), calls)); // expect: 7
}

static async void test(void)
{
    await results(3);
    await callees(3);
    await places(3);
}
