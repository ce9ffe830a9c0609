// Attributes that count parameters, that promise a return, and others.
// flags: -Wno-attributes
// elided: same
#include "../tick.h"

__attribute__((nonnull(1, 3))) static async int counted(int *a, int n, int *b);
__attribute__((nonnull)) static async int all_of_them(int *a, int *b);
__attribute__((format(printf, 2, 0))) static async int
formatted(char *to, const char *format, va_list list);
__attribute__((malloc, returns_nonnull, alloc_size(1))) static async void *
allocate(size_t size);
__attribute__((alloc_size(1, 2))) static async void *allocate_array(size_t n,
                                                                    size_t size);
__attribute__((pure)) static async int pure(const int *p);
__attribute__((const)) static async int constant(int n);
__attribute__((warn_unused_result)) static async int must_use(int n);
__attribute__((noinline, noclone, used, hot)) static async int several(int n);
__attribute__((format_arg(1))) static async const char *translated(const char *s);

__attribute__((nonnull(1, 3))) static async int counted(int *a, int n, int *b)
{
    await tick(0);
    return a[0] + n + b[0];
}

static async int all_of_them(int *a, int *b)
{
    await tick(0);
    return *a + *b;
}

__attribute__((unused)) static async int
formatted(char *to, const char *format, va_list list)
{
    int length = vsprintf(to, format, list);
    await tick(0);
    return length;
}

static async void *allocate(size_t size)
{
    void *p = malloc(size);
    await tick(0);
    if (!p)
        abort();
    return p;
}

static async void *allocate_array(size_t n, size_t size)
{
    await tick(0);
    return calloc(n, size);
}

static async int pure(const int *p)
{
    int before = *p;
    await tick(0);
    return *p + before;
}

static async int constant(int n)
{
    await tick(0);
    return n * n;
}

static async int must_use(int n)
{
    return await tick(n);
}

static async int several(int n)
{
    await tick(0);
    return n + 1;
}

static async const char *translated(const char *s)
{
    await tick(0);
    return s;
}

static async int placed_before(int n) __attribute__((cold));
static async __attribute__((noinline)) int placed_before(int n)
{
    return await tick(n);
}

async __attribute__((section(".text.pirn_test"))) int in_a_section(int n)
{
    return await tick(n);
}

static async int parameters(int used, int unused __attribute__((unused)),
                            __attribute__((unused)) int *also_unused)
{
    await tick(0);
    return used;
}

__attribute__((optimize("O1"))) __attribute__((no_sanitize("undefined"))) static
    async int optimised(int n)
{
    return await tick(n) + 1;
}

__attribute__((always_inline)) static inline async int inlined(int n)
{
    return await tick(n) + 2;
}

static async void test(void)
{
    int a = 1, b = 2;
    say("%d\n", await counted(&a, 10, &b)); // expect: 13
    say("%d\n", await all_of_them(&a, &b)); // expect: 3
    int *p = await allocate(sizeof *p);
    *p = await constant(3);
    say("%d\n", *p); // expect: 9
    say("%d\n", await pure(p) + await pure(p)); // expect: 36
    ++*p;
    say("%d\n", await pure(p)); // expect: 20
    free(p);
    p = await allocate_array(3, sizeof *p);
    say("%d\n", p[2]); // expect: 0
    free(p);
    say("%d %d\n", await must_use(4), await several(4)); // expect: 4 5
    say("%s\n", await translated("text")); // expect: text
    say("%d %d\n", await placed_before(1), await in_a_section(2)); // expect: 1 2
    say("%d %d\n", await parameters(3, 0, NULL), await optimised(3)); // expect: 3 4
    say("%d\n", await inlined(4)); // expect: 6
}
