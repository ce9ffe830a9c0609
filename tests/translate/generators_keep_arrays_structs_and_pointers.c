// Locals of a generator, and pointers to them, are good across its yields.
// asan
// valgrind
#include <stdio.h>
#include <string.h>

#include <pirn.h>

struct pair {
    int a;
    const int b;
};

static generator struct pair pairs(int n)
{
    struct pair p = {0, n};
    struct pair *q = &p;
    yield p;
    q->a += 5;
    yield *q;
    yield (struct pair){p.a + 1, q->b + 1};
}

static generator int *addresses(void)
{
    int local = 1;
    yield &local;
    yield &local;
    int array[3] = {local, 2, 3}, *p = array + 1;
    yield p;
    yield &array[2];
    yield &(int){*p + 7};
}

static generator char characters(const char *text)
{
    char copy[32];
    strcpy(copy, text);
    for (char *at = copy + strlen(copy); at-- > copy;)
        yield *at;
}

static generator double averages(int n)
{
    double sum = 0;
    long double all = 0;
    for (int i = 1; i <= n; i++) {
        sum += i;
        all += sum;
        yield sum / i;
    }
    yield (double)all;
}

int main(void)
{
    gen(struct pair) g = pairs(9);
    struct pair pair = {0, 0};
    while (pirn_next(g, &pair) == 1)
        printf("%d %d\n", pair.a, *(volatile const int *)&pair.b);
    // expect: 0 9
    // expect: 5 9
    // expect: 6 10
    pirn_gen_close(g);
    gen(int *) addr = addresses();
    int *p, *first;
    pirn_next(addr, &first);
    *first = 10;
    pirn_next(addr, &p);
    printf("%d %d\n", p == first, *p); // expect: 1 10
    pirn_next(addr, &p);
    *p = 20;
    printf("%d\n", p[-1]); // expect: 10
    pirn_next(addr, &p);
    printf("%d %d\n", p[-1], *p); // expect: 20 3
    pirn_next(addr, &p);
    printf("%d\n", *p); // expect: 27
    pirn_gen_close(addr);
    gen(char) c = characters("abc");
    char letter;
    while (pirn_next(c, &letter))
        putchar(letter);
    pirn_gen_close(c);
    puts(""); // expect: cba
    gen(double) a = averages(3);
    double d;
    while (pirn_next(a, &d))
        printf("%.1f ", d);
    pirn_gen_close(a);
    puts("end"); // expect: 1.0 1.5 2.0 10.0 end
    return 0;
}
