// An offloaded call takes what any call takes: the arguments are evaluated by the task, and converted as C does.
// async-all
// elided: same
// asan
// tsan
#include "../tick.h"
#include <complex.h>
#include <stdint.h>

typedef int vector __attribute__((vector_size(16)));
typedef int unary(int);
enum color { RED, GREEN = 5 };
union number {
    int whole;
    double real;
};
struct pair {
    int a, b;
};
struct fixed {
    const int a;
    const char name[9];
};
struct bits {
    unsigned low : 3;
    int high : 5;
    unsigned long long wide : 40;
    _Bool flag : 1;
};
typedef union {
    int *whole;
    char *text;
} either __attribute__((__transparent_union__));

static int sum_pair(struct pair p) { return p.a + p.b; }
static int sum_fixed(struct fixed f) { return f.a + (int)strlen(f.name); }
static double of_union(union number n) { return n.real; }
static int is_null(const char *text, void *data, unary *f, int *const p)
{
    return !text + 2 * !data + 4 * !f + 8 * !p;
}
static int narrow(signed char c, unsigned short s, _Bool b, float f)
{
    return c + s + b + (int)(2 * f);
}
static long double wide(long double l, long long ll, double _Complex z)
{
    return l + (long double)ll + (long double)creal(z) + (long double)cimag(z);
}
static int sum_vector(vector v) { return v[0] + v[1] + v[2] + v[3]; }
static int color_of(enum color c) { return c * 10; }
static int sum(const int *numbers, int count)
{
    int total = 0;
    for (int i = 0; i < count; i++)
        total += numbers[i];
    return total;
}
static int sum_of_rows(int (*rows)[3], int count)
{
    return sum(rows[0], 3 * count);
}
static int apply(unary *f, int n) { return f(n); }
static int successor(int n) { return n + 1; }
static int through_volatile(volatile int *p, const char *restrict text)
{
    return *p + text[0];
}
static int old_style();
static int old_style(c, f)
    char c;
    double f;
{
    return c + (int)f;
}
static int first_of(either e) { return *e.whole; }

__attribute__((format(printf, 1, 2))) static int length(const char *format, ...)
{
    char text[100];
    va_list list;
    va_start(list, format);
    int n = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    return n * 1000 + text[0];
}

#define TWICE(f, x) f(2 * (x))

static async void literals(void)
{
    say("%d\n", await offload is_null(0, 0, 0, 0)); // expect: 15
    say("%d\n", await offload is_null(NULL, NULL, NULL, NULL)); // expect: 15
    say("%d\n", await offload is_null((0), (void *)0, (unary *)0, NULL)); // expect: 15
    say("%d\n", await offload is_null("", "", successor, &(int){1})); // expect: 0
    say("%d\n", await offload length("%s %d", "abc", 3)); // expect: 5097
    say("%d\n", await offload color_of(GREEN)); // expect: 50
    say("%d\n", await offload TWICE(successor, 10 + 10)); // expect: 41
}

static async void numbers(int n)
{
    signed char c = -3;
    unsigned short s = 60000;
    float f = 1.5f;
    short h = -7;
    _Bool b = n > 1;
    say("%d\n", await offload narrow(c, s, 256, f)); // expect: 60001
    say("%d\n", await offload narrow(300 + n, (int)f, b, n)); // expect: 52
    say("%d\n", (int)await offload wide(f, n, n + 2 * I)); // expect: 7
    say("%d\n", await offload length("%d %f %d", c, f, h)); // expect: 14045
    say("%d\n", await offload color_of(n ? GREEN : RED)); // expect: 50
    say("%d\n", await offload old_style(c, f + 4)); // expect: 2
}

static async void objects(int n)
{
    struct pair p = {n, 2};
    struct fixed fixed = {n, "eight!!!"};
    union number u = {.real = 0.5};
    struct bits bits = {.low = 7, .high = -2, .wide = 1, .flag = 1};
    vector v = {1, 2, n, 4};
    int rows[2][3] = {{1, 2, 3}, {4, 5, n}};
    const int many[] = {1, n, 100};
    volatile int changing = n;
    char text[] = "A";
    _Atomic int atomic = 4;
    struct pair *q = &p;
    say("%d\n", await offload sum_pair(p)); // expect: 4
    say("%d\n", await offload sum_pair((struct pair){n, n * n})); // expect: 6
    say("%d\n", await offload sum_fixed(fixed)); // expect: 10
    say("%g\n", await offload of_union(u)); // expect: 0.5
    say("%d\n", await offload successor(bits.low)); // expect: 8
    say("%d\n", await offload successor(bits.high)); // expect: -1
    say("%d\n", await offload length("%d %d", bits.low, bits.flag)); // expect: 3055
    say("%d\n", await offload sum_vector(v)); // expect: 9
    say("%d\n", await offload sum_of_rows(rows, 2)); // expect: 17
    say("%d\n", await offload sum(many, sizeof many / sizeof *many)); // expect: 103
    say("%d\n", await offload through_volatile(&changing, text)); // expect: 67
    say("%d\n", await offload successor(changing)); // expect: 3
    say("%d\n", await offload successor(atomic)); // expect: 5
    say("%d\n", await offload successor(q->b)); // expect: 3
    say("%d\n", await offload apply(successor, q->a)); // expect: 3
    say("%d\n", await offload first_of(n ? &rows[1][1] : NULL)); // expect: 5
}

static async void order(int n)
{
    int i = n;
    say("%d\n", await offload sum_pair((i++, (struct pair){i, 10}))); // expect: 13
    say("%d\n", await offload successor(i += 2)); // expect: 6
    say("%d %d\n", i, await offload successor(({ int k = i; k * 2; }))); // expect: 5 11
    say("%d\n", await offload apply(successor, await tick(i) + await tick(1))); // expect: 7
    say("%d\n", await offload successor(await offload successor(await offload successor(i)))); // expect: 8
    for (int k = 0; k < 3; k++)
        i += await offload successor(i > 10 ? k : i);
    say("%d\n", i); // expect: 16
}

static async void test(void)
{
    await literals();
    await numbers(2);
    await objects(2);
    await order(2);
}
