// What a generator yields may be a comma expression.
// asan
#include <pirn.h>
#include <stdio.h>

static int count;

static generator int plain(int x)
{
    yield count++, x;
    yield(count++, x + 1);
}

static async generator int waiting(int x)
{
    await pirn_yield_now();
    yield count++, x;
}

static generator int outer(int x)
{
    gen(int) inner = plain(x);
    yield_from count++, inner;
}

async int main(void)
{
    int v = 0;
    gen(int) a = plain(7);
    while (pirn_next(a, &v) == 1) {
        printf("%d\n", v); // expect: 7
    }                      // expect: 8
    pirn_gen_close(a);
    gen(int) b = waiting(5);
    while (await pirn_next(b, &v) == 1) {
        printf("%d\n", v); // expect: 5
    }
    await pirn_gen_close(b);
    gen(int) c = outer(2);
    while (pirn_next(c, &v) == 1) {
        printf("%d\n", v); // expect: 2
    }                      // expect: 3
    pirn_gen_close(c);
    printf("%d\n", count); // expect: 6
    return 0;
}
