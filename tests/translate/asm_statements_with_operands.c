// asm reads and writes locals that have been in a frame.
// elided: same
#include "../tick.h"

static async int operands(int n)
{
    int out, both = n, in = 3;
    await tick(0);
    __asm__("" : "=r"(out) : "0"(in));
    __asm__ volatile("" : "+r"(both) : : "memory");
    await tick(0);
    return out * 10 + both;
}

static async int in_memory(int n)
{
    int x = n, array[2] = {n, n + 1};
    await tick(0);
    __asm__ volatile("" : "+m"(x), "=m"(array) : "m"(array[0]) : "memory", "cc");
    await tick(0);
    return x;
}

static async int named(int n)
{
    int result;
    await tick(0);
    __asm__("" : [result] "=r"(result) : [n] "0"(n + 1));
    await tick(0);
    return result;
}

static async int without_operands(int n)
{
    int x = 1;
    __asm__("" : "+r"(x) : "r"(n));
    await tick(0);
    __asm__ volatile("");
    asm volatile("" ::: "memory");
    return x + n;
}

static async void test(void)
{
    say("%d\n", await operands(4)); // expect: 34
    say("%d\n", await in_memory(5)); // expect: 5
    say("%d\n", await named(6)); // expect: 7
    say("%d\n", await without_operands(7)); // expect: 8
}
