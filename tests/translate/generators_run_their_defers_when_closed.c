// A generator that is closed returns at the yield where it stands.
// asan
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static void clean(int *n)
{
    printf("~%d ", *n);
}

static generator int numbers(int n)
{
    int given = 0;
    defer printf("numbers(%d) ", given);
    yield given++;
    for (int i = 0; i < n; i++) {
        __attribute__((cleanup(clean))) int own = i * 10;
        defer printf("i%d ", i);
        if (i == 2)
            continue;
        yield own + given++;
        own++;
        {
            defer printf("inner ");
            yield own;
        }
    }
    if (n == 1)
        pirn_fail(-EPROTO);
}

static generator int without(void)
{
    yield 1;
    {
        defer printf("never ");
    }
    yield 2;
}

static generator const char *fails(int where)
{
    defer printf("outer ");
    for (;;) {
        defer printf("loop ");
        if (where == 0)
            pirn_fail(-EIO);
        yield "value";
        if (where == 1)
            return;
        where = where == 2 ? 1 : where;
    }
}

static void steps(int n, int count)
{
    gen(int) g = numbers(n);
    int v, rc = 0;
    for (int i = 0; i < count; i++)
        if ((rc = pirn_next(g, &v)) == 1)
            printf("%d ", v);
    printf("close(%d) ", rc);
    pirn_gen_close(g);
    printf("|\n");
}

struct own {
    gen(int) g;
};

/* Closing it closes the one that it uses. */
static generator int doubled(int n)
{
    struct own own = {numbers(n)};
    defer pirn_gen_close(own.g);
    int v;
    while (pirn_next(own.g, &v) == 1)
        yield v * 2;
}

int main(void)
{
    steps(2, 0); // expect: close(0) |
    steps(2, 1); // expect: 0 close(1) numbers(1) |
    steps(2, 2); // expect: 0 1 close(1) i0 ~0 numbers(2) |
    steps(2, 3); // expect: 0 1 1 close(1) inner i0 ~1 numbers(2) |
    steps(2, 4); // expect: 0 1 1 inner i0 ~1 12 close(1) i1 ~10 numbers(3) |
    steps(4, 6);
    // expect: 0 1 1 inner i0 ~1 12 11 inner i1 ~11 i2 ~20 33 close(1) i3 ~30 numbers(4) |
    steps(1, 5); // expect: 0 1 1 inner i0 ~1 numbers(2) close(0) |
    steps(1, 4); // expect: 0 1 1 inner i0 ~1 numbers(2) close(-71) |
    gen(int) g = without();
    int v;
    pirn_next(g, &v);
    pirn_gen_close(g);
    g = doubled(3);
    pirn_next(g, &v);
    pirn_next(g, &v);
    printf("%d ", v);
    pirn_gen_close(g);
    printf("|\n"); // expect: 2 i0 ~0 numbers(2) |
    for (int where = 0; where < 3; where++) {
        gen(const char *) f = fails(where);
        const char *text;
        int rc;
        while ((rc = pirn_next(f, &text)) == 1)
            printf("%s ", text);
        printf("%d ", rc);
        pirn_gen_close(f);
    }
    printf("|\n"); // expect: loop outer -5 value loop outer 0 value loop value loop outer 0 |
    return 0;
}
