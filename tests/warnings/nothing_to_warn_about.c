// Clean code of many kinds has no warning, also none about made-up code.
// flags: -Wshadow -Wconversion -Wpedantic -Wno-gnu-statement-expression -Wcast-qual -Wundef -Wswitch-default -Wpointer-arith -Wwrite-strings -Wstrict-prototypes -Wmissing-prototypes -Wmissing-declarations -Wredundant-decls -Wdouble-promotion -Wfloat-equal -Wvla -Wunused
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

struct pair {
    const int a;
    int b[3];
};

static async int slow(int n)
{
    await pirn_yield_now();
    return n;
}

static async struct pair pair(int n)
{
    struct pair p = {n, {await slow(1), 2, 3}};
    await pirn_yield_now();
    return p;
}

static async bool logic(int n)
{
    bool result = await slow(n) > 1 && (n < 5 || await slow(2) == 2);
    if (!result)
        result = n ? await slow(1) != 0 : false;
    return result;
}

static async void loops(int n)
{
    for (int i = 0; i < await slow(n); i++) {
        int square = i * i;
        if (square > 5)
            continue;
        (void)await slow(square);
    }
    while (await slow(n--) > 0)
        ;
    do {
        const char *s = "abc";
        await pirn_yield_now();
        if (strlen(s) > 10)
            break;
    } while (false);
}

static async int switches(int n)
{
    switch (await slow(n)) {
    case 0:
        return 1;
    case 1:
        await pirn_yield_now();
        break;
    default:
        return 3;
    }
    return 2;
}

static async double doubles(double d, float f, long l)
{
    double e = d * 2;
    await pirn_yield_now();
    e += (double)f;
    return e + (double)l;
}

static async int gotos(int n)
{
again:
    if (await slow(n) > 0) {
        n--;
        goto again;
    }
    return n;
}

static async int scopes(int n)
{
    int sum = 0;
    scope (s, .timeout = 5 * PIRN_S) {
        task(int) a = spawn slow(n);
        task(int) b = spawn slow(n + 1);
        spawn loops(n);
        sum = await a + await b;
        if (sum > 10)
            return sum;
    } else {
        sum = -1;
    }
    return sum;
}

async int main(int argc, char *argv[])
{
    struct pair p = await pair(argc);
    (void)argv;
    if (await logic(p.a))
        await loops(p.b[0]);
    printf("%d %f\n", await switches(1) + await gotos(2) + await scopes(3),
           await doubles(1, 2, 3));
    return 0;
}
