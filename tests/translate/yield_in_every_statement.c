// yield inside loops, switches, conditions and after jumps.
#include <stdio.h>

#include <pirn.h>

static generator int everywhere(int n)
{
    if (n > 0)
        yield 1;
    else
        yield 2;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 2; j++)
            if (i != j)
                yield 10 + i * 2 + j;
    int k = 3;
    do
        yield 20 + k;
    while (--k > 1);
    while (k < 4) {
        switch (k++) {
        case 1:
            yield 31;
            /* fallthrough */
        case 2:
            yield 32;
            continue;
        case 3:
            yield 33;
            break;
        }
        yield 34;
    }
    goto inside;
    for (k = 0; k < 2; k++) {
        yield 40;
    inside:
        yield 41;
        if (k == 0)
            break;
        k = -1;
    }
    {
        int k = 50;
        yield k++;
        yield k;
    }
    yield k;
}

static int calls;

static int next_call(void)
{
    return ++calls;
}

static generator int side_effects(void)
{
    int i = 0;
    yield i++;
    yield i++ * 10 + next_call();
    yield (next_call(), i);
    yield i > 1 ? next_call() : -1;
    yield ({
        int twice = i * 2;
        twice + next_call();
    });
    int a[2] = {i, 0};
    yield a[1] = a[0] + 5;
    yield a[1];
}

static generator long converted(void)
{
    yield 'a';
    yield -1;
    double d = 2.9;
    yield d;
    yield 4000000000u;
}

static generator int duff(int n)
{
    switch (n % 3) {
    case 0:
        do {
            yield 0;
            /* fallthrough */
        case 2:
            yield 2;
            /* fallthrough */
        case 1:
            yield 1;
        } while ((n -= 3) > 0);
    }
}

static generator int fibonacci(void)
{
    for (int a = 0, b = 1, c;; c = a + b, a = b, b = c)
        yield a;
}

int main(void)
{
    int v;
    gen(int) g = everywhere(1);
    while (pirn_next(g, &v))
        printf("%d ", v);
    printf("end\n"); // expect: 1 11 12 23 22 31 32 32 33 34 41 40 41 50 51 0 end
    pirn_gen_close(g);
    g = side_effects();
    while (pirn_next(g, &v))
        printf("%d ", v);
    printf("end\n"); // expect: 0 11 2 3 8 7 7 end
    pirn_gen_close(g);
    gen(long) l = converted();
    long w;
    while (pirn_next(l, &w))
        printf("%ld ", w);
    printf("end\n"); // expect: 97 -1 2 4000000000 end
    pirn_gen_close(l);
    g = duff(4);
    while (pirn_next(g, &v))
        printf("%d ", v);
    printf("end\n"); // expect: 1 0 2 1 end
    pirn_gen_close(g);
    g = fibonacci();
    for (int i = 0; i < 10 && pirn_next(g, &v); i++)
        printf("%d ", v);
    printf("end\n"); // expect: 0 1 1 2 3 5 8 13 21 34 end
    pirn_gen_close(g);
    return 0;
}
