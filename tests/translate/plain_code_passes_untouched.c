// Old and odd plain C beside coroutines: K&R definitions, nested functions'
// cousins, implicit int results of main's kind, attributes, asm.
// flags: -Wno-old-style-definition
// elided: same
#include "../tick.h"

static int old_style(a, b, c)
    int a;
    char *b;
    struct {
        int n;
    } *c;
{
    return a + b[0] + (c ? c->n : 0);
}

__asm__(".data\n.globl pirn_test_symbol\npirn_test_symbol: .long 42\n.text\n");
extern int pirn_test_symbol __attribute__((visibility("hidden")));

static int variadic(int n, ...)
{
    va_list list;
    va_start(list, n);
    int sum = 0;
    while (n--)
        sum += va_arg(list, int);
    va_end(list);
    return sum;
}

static int variable_length(int n)
{
    int a[n], (*p)[n] = &a;
    for (int i = 0; i < n; i++)
        a[i] = i;
    return (*p)[n - 1] + (int)(sizeof a / sizeof *a);
}

#define GENERIC(x) _Generic((x), int: 1, char *: 2, default: 3)

static int (*(*returns_pointers(int n))(int))[3];

static int three[3] = {1, 2, 3};

static int (*pointer_to_three(int n))[3]
{
    three[0] = n;
    return &three;
}

static int (*(*returns_pointers(int n))(int))[3]
{
    return n ? pointer_to_three : 0;
}

struct declared_later;
typedef struct declared_later later;
struct declared_later {
    later *next;
    int async_like, n;
};

static async int uses_them_all(int n)
{
    later l = {&l, 1, n};
    int sum = old_style(n, "\002", NULL);
    await tick(0);
    sum += variadic(3, 1, 2, 3) + variable_length(4);
    await tick(0);
    sum += GENERIC(sum) + GENERIC("x") * 10 + GENERIC(1.0) * 100;
    sum += (*returns_pointers(1)(7))[0] + l.next->n;
    return sum + (pirn_test_symbol == 42);
}

static async void test(void)
{
    say("%d\n", await uses_them_all(1)); // expect: 346
}
