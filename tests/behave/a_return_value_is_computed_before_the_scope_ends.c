// return E in a scope: E first, then the scope is cancelled and waited for.
// env: PIRN_CLOCK=virtual
// threads: any order
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static int value(int n)
{
    printf("value\n");
    return n;
}

static async void worker(int *x)
{
    int rc = await pirn_sleep(PIRN_S);
    printf("stopped %d\n", rc == -ECANCELED);
    *x = 100;
}

static async int number(void)
{
    int x = 1;
    scope (s) {
        spawn worker(&x);
        await pirn_yield_now();
        return value(x) + x;
    }
    return -1;
}

struct pair {
    int a, b[3];
};

static async struct pair pair(int n)
{
    struct pair p = {n, {1, 2, 3}};
    scope (s) {
        spawn worker(&p.b[1]);
        return p;
    }
    return (struct pair){0, {0}};
}

static async void nothing(int *x)
{
    scope (s) {
        spawn worker(x);
        return;
    }
    *x = 0;
}

async int main(void)
{
    printf("%d\n", await number());
    // expect: value
    // expect: stopped 1
    // expect: 2
    struct pair p = await pair(7);
    printf("%d %d\n", p.a, p.b[1]);
    // expect: stopped 1
    // expect: 7 2
    int x = 1;
    await nothing(&x);
    printf("%d\n", x);
    // expect: stopped 1
    // expect: 100
    return 0;
}
