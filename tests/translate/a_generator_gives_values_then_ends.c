// pirn_next gives 1 with a value, and at the end 0, again and again.
#include <stdio.h>

#include <pirn.h>

static generator int count(int from, int to)
{
    for (int i = from; i < to; i++)
        yield i;
}

static generator int nothing(void)
{
    return;
    yield 1;
}

static generator int returns_in_the_middle(int n)
{
    yield 1;
    if (n)
        return;
    yield 2;
}

int main(void)
{
    gen(int) g = count(3, 6);
    int v = -1;
    while (pirn_next(g, &v))
        printf("%d\n", v);
    // expect: 3
    // expect: 4
    // expect: 5
    printf("%d %d %d\n", pirn_next(g, &v), pirn_next(g, &v), v); // expect: 0 0 5
    pirn_gen_close(g);
    gen(int) none = nothing();
    v = 7;
    int first = pirn_next(none, &v), second = pirn_next(none, &v);
    printf("%d %d %d\n", first, second, v); // expect: 0 0 7
    pirn_gen_close(none);
    for (int n = 0; n < 2; n++) {
        gen(int) r = returns_in_the_middle(n);
        while (pirn_next(r, &v) == 1)
            printf("%d ", v);
        printf("end %d\n", pirn_next(r, &v));
        pirn_gen_close(r);
    }
    // expect: 1 2 end 0
    // expect: 1 end 0
    return 0;
}
