// Before its definition a function may be declared in every form that C has.
// async-all
#include <stdio.h>

static int add(int, int), one, (parenthesised)(int n);
struct pair {
    int a, b;
} pair_of(int n);
enum color { RED = 2, BLUE } color_of(int);
static int (*chosen(int))(int, int);
static int (*(*choose_later(int n))(int))(int, int);
int sum(int n, int values[n]), first(const int values[const static 1]);
typedef int function(int);
static function by_typedef;
static function *same(function *, int);
__extension__ typedef long long wide;
__extension__ static wide shifted(wide);
static const char *const *behind(const char *const *, unsigned);
int without();
int with_none(void);
static volatile int *counted(volatile int *counter);
__typeof__(int) of_typeof(__typeof__(1 + 1));
static inline _Bool inverted(_Bool), kept(const _Bool b);
extern int digraphs(int a<:2:>);

int main(void)
{
    int values[] = {1, 2, 3};
    const char *names[] = {"x", "y"};
    volatile int counter = 4;
    one = 1;
    printf("%d %d\n", add(1, 2), parenthesised(3)); // expect: 3 4
    printf("%d %d\n", pair_of(3).b, color_of(1)); // expect: 4 3
    printf("%d\n", chosen(1)(2, 3)); // expect: 5
    printf("%d\n", choose_later(1)(2)(3, 4)); // expect: 7
    printf("%d %d\n", sum(3, values), first(values)); // expect: 6 2
    printf("%d %d\n", by_typedef(1), same(by_typedef, 1)(2)); // expect: 2 4
    printf("%d\n", (int)(shifted(5) >> 33)); // expect: 5
    printf("%s\n", behind(names, 1)[0]); // expect: y
    printf("%d %d\n", without(), with_none()); // expect: 2 3
    printf("%d %d\n", *counted(&counter), of_typeof(6)); // expect: 5 7
    printf("%d %d\n", inverted(2), kept(2)); // expect: 0 1
    printf("%d\n", digraphs(values)); // expect: 3
    {
        int late(int n);
        printf("%d\n", late(1)); // expect: 8
    }
    return 0;
}

static int add(int a, int b) { return a + b; }
static int (parenthesised)(int n) { return add(n, one); }
struct pair pair_of(int n)
{
    struct pair pair = {n, add(n, one)};
    return pair;
}
enum color color_of(int n) { return add(n, 1) > 1 ? BLUE : RED; }
static int (*chosen(int n))(int, int)
{
    add(n, one);
    return add;
}
static int (*(*choose_later(int n))(int))(int, int)
{
    add(n, one);
    return chosen;
}
int sum(int n, int values[n]) { return n ? add(values[n - 1], sum(n - 1, values)) : 0; }
int first(const int values[const static 1]) { return add(values[0], one); }
static int by_typedef(int n) { return add(n, n); }
static function *same(function *f, int n)
{
    add(n, one);
    return f;
}
static wide shifted(wide n) { return n << add(32, one); }
static const char *const *behind(const char *const *p, unsigned n)
{
    add(1, 2);
    return p + n;
}
int without() { return add(one, one); }
int with_none(void) { return add(one, without()); }
static volatile int *counted(volatile int *counter)
{
    *counter = add(*counter, one);
    return counter;
}
int of_typeof(int n) { return add(n, one); }
static inline _Bool inverted(_Bool b) { return add(b, one) == 1; }
static inline _Bool kept(const _Bool b) { return !inverted(b); }
int digraphs(int a[2]) { return add(a[0], a[1]); }
int late(int n) { return add(n, 7); }
