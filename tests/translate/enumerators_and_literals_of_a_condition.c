// What is declared in a condition, or in a statement without braces, belongs to
// that statement.
// elided: same
// async-all
// asan
#include <pirn.h>
#include <stdio.h>

enum { A = 1 };

struct pair {
    int a, b;
};

static async int slow(int n)
{
    await pirn_yield_now();
    return n;
}

static async int more(struct pair *p)
{
    p->a++;
    await pirn_yield_now();
    return p->a;
}

static async int of_if(int x)
{
    int n = 0;
    if (sizeof(enum {A = 5}) && (n += A, await slow(x)))
        n += A * 10;
    else
        n += A * 20;
    n += A * 100;
    if (x)
        n += (int)sizeof(enum {A = 7}) * 0 + A * 1000;
    return n + A * 10000;
}

static async int of_loops(int x)
{
    int n = 0;
    while (sizeof(enum {A = 3}) && await slow(x)) {
        n += A;
        x = 0;
    }
    n += A * 10;
    do
        n += A * 100;
    while (sizeof(enum {A = 2}) && await slow(A) < 2);
    for (; sizeof(enum {A = 9}) && n < 1000; n += 1000)
        n += A * 1000;
    return n + A * 20000;
}

static async int of_switch(int x)
{
    int n = 0;
    struct tag {
        char c[2];
    };
    switch (sizeof(struct tag { char c[7]; }) + (unsigned)await slow(x)) {
    case 8:
        n += (int)sizeof(struct tag);
        break;
    default:
        break;
    }
    if (n)
        n += (int)sizeof(struct tag { char c[50]; });
    return n * 10 + (int)sizeof(struct tag);
}

static async int literals(int x)
{
    int n = 0, i = 0;
    struct pair *p = NULL;
    if (await more(p = &(struct pair){x, 2}) > await slow(1))
        n += await more(p) * 10 + p->b;
    while (await more(p = &(struct pair){n, 3}) < 100)
        n += await slow(20) + p->b;
    switch (await more(p = &(struct pair){4, 5})) {
    case 5:
        await slow(1);
        n += p->a * 1000 + p->b * 10000;
        break;
    default:
        break;
    }
    if (x)
        n +=
            await more(&(struct pair){1, 2}) * await more(&(struct pair){2, 2});
    p = &(struct pair){1, 1};
    do {
        n += p->a * 100000;
        await slow(1);
        n += p->b * 100000;
    } while (p = &(struct pair){i, 1}, i++ < 1);
    return n;
}

static async int literals_of_a_step(void)
{
    int n = 0;
    const struct pair *p = &(struct pair){0, 0};
    for (int k = 0; await slow(p->b) + k < 4; p = &(struct pair){k, -k}, k++) {
        n = n * 10 + p->a;
        await slow(1);
        n = n * 10 - p->b;
        if (n > 100)
            break;
    }
    return n;
}

async int main(void)
{
    printf("%d\n", await of_if(1));             // expect: 17155
    printf("%d\n", await of_loops(1));          // expect: 30113
    printf("%d\n", await of_switch(1));         // expect: 572
    printf("%d\n", await literals(3));          // expect: 355127
    printf("%d\n", await literals_of_a_step()); // expect: 1122
    return 0;
}
