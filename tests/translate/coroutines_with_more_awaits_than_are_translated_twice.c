// A coroutine with very many awaits has one body only, and loops that are
// nested very deeply keep all their values in the frame: they do what others
// do.
#include "../tick.h"

#define ONE sum += await tick(n) * ++times;
#define FOUR ONE ONE ONE ONE
#define SIXTEEN FOUR FOUR FOUR FOUR
#define MANY SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN SIXTEEN

/* n times 1 + 2 + ... + 513 */
static async long long_one(int n)
{
    long sum = 0;
    int times = 0;
    MANY MANY MANY MANY ONE return sum;
}

#define LOOP(i) for (int i = 0; i < n; i++)
#define LOOPS(i)                                                               \
    LOOP(i##0)                                                                 \
    LOOP(i##1) LOOP(i##2) LOOP(i##3) LOOP(i##4) LOOP(i##5) LOOP(i##6)          \
        LOOP(i##7) LOOP(i##8) LOOP(i##9)

/* 70 loops of one round each around three of two. */
static async int deep_one(int n)
{
    int rounds = 0, two = n + 1;
    LOOPS(a)
    LOOPS(b) LOOPS(c) LOOPS(d) LOOPS(e) LOOPS(f) LOOPS(
        g) for (int x = 0; x < two; x++) for (int y = 0; y < two;
                                              y++) for (int z = 0; z < two; z++)
        rounds += await tick(x * 100 + y * 10 + z + a0 + g9);
    return rounds;
}

static async void test(void)
{
    say("%ld\n", await long_one(3)); // expect: 395523
    say("%d\n", await deep_one(1));  // expect: 444
}
