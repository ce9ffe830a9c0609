// Where nothing waits, types may depend on values; they stay what they are.
// elided: same
// async-all
#include <pirn.h>
#include <stdio.h>

static async int slow(int n)
{
    await pirn_yield_now();
    return n;
}

static int count(int *n)
{
    return ++*n;
}

static int plain_member(int n)
{
#ifdef __clang__
    return 5 + n;
#else
    struct {
        char a[n];
    } x, y;
    x.a[0] = 'a';
    y.a[0] = 'b';
    return (int)sizeof x + (int)sizeof y + x.a[0] + y.a[0] - 'a' - 'b' - 5 + n;
#endif
}

static int counted(int n)
{
    int a[count(&n)], b[n];
    return (int)(sizeof a / sizeof *a * 10 + sizeof b / sizeof *b);
}

static int cast(int n, void *p)
{
    return (n ? ((int(*)[n])p)[1][0] : count(&n)) + (int)sizeof(int[n]);
}

static async int constant_sizes(void)
{
    int a[sizeof(int[3])], b[__builtin_strlen("abc")],
        c[_Generic(1, int : 2, default : 3)], d[_Alignof(int) * 1];
    a[0] = 1, b[0] = 2, c[0] = 3, d[0] = 4;
    await slow(1);
    return (int)((sizeof a + sizeof b + sizeof c + sizeof d) / sizeof *a) +
           a[0] + b[0] + c[0] + d[0];
}

static async int before(int n)
{
    int sum = 0;
    {
        typedef char row[n];
        row a[2];
        char b[sizeof(row) + 1];
        __auto_type p = &a[1];
        sum += (int)(sizeof a + sizeof b + sizeof *p);
    }
    return sum + await slow(n);
}

async int main(void)
{
    int m[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d\n", plain_member(5));        // expect: 10
    printf("%d\n", counted(3));             // expect: 44
    printf("%d\n", cast(3, m));             // expect: 16
    printf("%d\n", await constant_sizes()); // expect: 31
    printf("%d\n", await before(4));        // expect: 21
    return 0;
}
