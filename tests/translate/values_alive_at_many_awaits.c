/* Where many values are alive at many awaits, the frame is taken at the start
 * and the values live in it; what they are does not depend on that. */
// asan
// async-all
// elided: same
#include <pirn.h>
#include <stdio.h>

static async int twice(int x)
{
    if (x % 3 == 0)
        await pirn_yield_now();
    return 2 * x;
}

#define EIGHT(m, n)                                                            \
    m(n##0) m(n##1) m(n##2) m(n##3) m(n##4) m(n##5) m(n##6) m(n##7)
#define MANY(m)                                                                \
    EIGHT(m, 1)                                                                \
    EIGHT(m, 2) EIGHT(m, 3) EIGHT(m, 4) EIGHT(m, 5) EIGHT(m, 6) EIGHT(m, 7)    \
        EIGHT(m, 8)

/* twice the sum of 10..17, 20..27, ..., 80..87: 2 * (8 * 360 + 8 * 28) */
static async int kept(void)
{
    int sum = 0;
#define MAKE(n) int v##n = await twice(n);
    MANY(MAKE)
#define ADD(n) sum += v##n;
    MANY(ADD)
    return sum;
}

static async int in_one_expression(void)
{
#define TERM(n) +await twice(n)
    return 0 MANY(TERM);
}

/* Parameters, constants, pointers, and what has no value yet. */
static async long mixed(short a, const char *text, double d)
{
    const int c = a + 1;
    int late;
    long sum = 0;
    MANY(MAKE)
    for (int i = 0; i < 2; i++) {
        if (i == 0)
            late = a;
        sum += await twice(late) + text[i] - '0';
        MANY(ADD)
    }
    return sum + c + (long)d;
}

/* Those of a loop begin anew in each round. */
static async int in_a_loop(void)
{
    int all = 0;
    for (int round = 0; round < 3; round++) {
        int sum = round;
        MANY(MAKE)
        MANY(ADD)
        all += sum;
    }
    return all;
}

async int main(void)
{
    printf("%d\n", await kept());              // expect: 6208
    printf("%d\n", await in_one_expression()); // expect: 6208
    /* 2 * 6208, twice 2 * 5, the digits 3 and 4, 6 and 7 */
    printf("%ld\n", await mixed(5, "34", 7.5)); // expect: 12456
    printf("%d\n", await in_a_loop());          // expect: 18627
    return 0;
}
