// pirn_run(f(x)) runs a coroutine to its end, once or many times.
// elided: same
// asan
// valgrind
#include <stdio.h>

#include <pirn.h>

struct pair {
    int a;
    double b;
};

static async int add(int a, int b)
{
    await pirn_sleep(PIRN_US);
    return a + b;
}

static async struct pair pair(int n)
{
    await pirn_yield_now();
    return (struct pair){n, n / 2.0};
}

static async void nothing(int *n)
{
    await pirn_yield_now();
    ++*n;
}

static async long with_tasks(int n)
{
    long sum = 0;
    scope (s) {
        task(int) list[10];
        for (int i = 0; i < 10; i++)
            list[i] = spawn add(i, n);
        for (int i = 0; i < 10; i++)
            sum += await list[i];
    }
    return sum;
}

int main(void)
{
    printf("%d\n", pirn_run(add(1, 2))); // expect: 3
    struct pair p = pirn_run(pair(5));
    printf("%d %.1f\n", p.a, p.b); // expect: 5 2.5
    int n = 0;
    pirn_run(nothing(&n));
    printf("%d\n", n); // expect: 1
    printf("%ld\n", pirn_run(with_tasks(1))); // expect: 55
    async int (*pointer)(int, int) = add;
    printf("%d\n", pirn_run(pointer(4, 5))); // expect: 9
    for (int i = 0; i < 100; i++)
        n = pirn_run(add(n, 1));
    printf("%d\n", n); // expect: 101
    return 0;
}
