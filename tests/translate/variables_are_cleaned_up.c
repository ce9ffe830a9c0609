// The attribute cleanup keeps its meaning, on every road out, among defers.
// asan
#include "../tick.h"

struct named {
    char name[8];
};

static void bye(struct named *it)
{
    say("~%s ", it->name);
}

static void zero(int *n)
{
    say("~%d ", *n);
    *n = 0;
}

static void bye_too(int *n)
{
    zero(n);
}

static inline void free_at(void *place)
{
    free(*(void **)place);
    say("free ");
}

#ifdef __clang__ /* it has no [[]] before C23 */
#define GOODBYE __attribute__((cleanup(bye)))
#else
#define GOODBYE [[gnu::cleanup(bye)]]
#endif
#define CLEAN(f) __attribute__((__cleanup__(f)))
#define OWNED __attribute__((unused, cleanup(free_at), aligned(8)))

static async int roads(int road)
{
    CLEAN(zero) int a = 1, b = 2;
    defer say("D ");
    GOODBYE struct named c = {"c"};
    for (CLEAN(zero) int i = 10; await tick(i) < 12; i++) {
        struct named d CLEAN(bye) = {"d"};
        d.name[1] = (char)('0' + await tick(i) - 10);
        if (road == 1)
            break;
        if (road == 2)
            continue;
        if (road == 3)
            return await tick(a + b);
        if (road == 4 && i == 11)
            goto out;
        CLEAN(zero) int e = i * 10;
        e += await tick(1);
    }
    await tick(0);
    return a;
out:
    say("out ");
    b = 7;
    return b;
}

/* Back over the declaration, which is then reached again. */
static async void backward(void)
{
    int turns = 0;
again:;
    CLEAN(zero) int n = turns;
    await tick(0);
    if (++turns < 3)
        goto again;
    n += 100;
}

static async int in_expressions(int n)
{
    int sum = await tick(1) + ({
                  CLEAN(zero) int m = n;
                  m + 1;
              });
    sum += ({
        CLEAN(zero) int m = n + 1;
        if (await tick(n) == 3)
            return -sum;
        m * 10;
    });
    for (int i = ({ CLEAN(zero) int m = n + 2; m - m; }); i < 2; i++)
        sum += ({ CLEAN(zero) int m = i; m; });
    return sum;
}

static async char *owned(int n)
{
    OWNED char *buffer = malloc(16), *copy = NULL;
    OWNED void *more = malloc((size_t)n);
    snprintf(buffer, 16, "text %d", await tick(n));
    if (n > 1) {
        copy = buffer;
        buffer = NULL;
        await tick(0);
        char *result = copy;
        copy = NULL;
        return result;
    }
    return NULL;
}

/* What is cleaned up later sees what is cleaned up sooner. */
static async void order(void)
{
    int *p = NULL;
    defer say("%d ", *p);
    CLEAN(zero) int n = 4;
    p = &n;
    await tick(0);
    int bye = 5; /* hides no function there */
    CLEAN(zero) int m = bye;
    await tick(m);
    {
        int zero = m;
        CLEAN(bye_too) int k;
        k = zero;
    }
}

static async void test(void)
{
    for (int road = 0; road < 5; road++)
        say("= %d\n", await roads(road));
    // expect: ~101 ~d0 ~111 ~d1 ~12 ~c D ~2 ~1 = 1
    // expect: ~d0 ~10 ~c D ~2 ~1 = 1
    // expect: ~d0 ~d1 ~12 ~c D ~2 ~1 = 1
    // expect: ~d0 ~10 ~c D ~2 ~1 = 3
    // expect: ~101 ~d0 ~d1 ~11 out ~c D ~7 ~1 = 7
    await backward();
    say("|\n"); // expect: ~0 ~1 ~102 |
    say("%d\n", await in_expressions(1)); // expect: ~1 ~2 ~3 ~0 ~1 24
    say("%d\n", await in_expressions(3)); // expect: ~3 ~4 -5
    char *text = await owned(1);
    say("%d\n", text == NULL); // expect: free free free 1
    text = await owned(2);
    say("%s\n", text); // expect: free free free text 2
    free(text);
    await order();
    say("|\n"); // expect: ~5 ~5 ~4 0 |
}
