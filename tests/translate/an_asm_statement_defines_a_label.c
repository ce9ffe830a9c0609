// The label that an asm statement defines is there once, although a coroutine
// has two bodies.
// elided: same
// async-all
#include "../tick.h"

static __attribute__((noinline)) async int with_a_label(int n)
{
    int x = n + 1;
    __asm__ volatile("label_of_a_test:" : "+r"(x));
    await tick(0);
    return x;
}

static __attribute__((noinline)) async int without_an_await(int n)
{
    __asm__ volatile("another_label$of.a_test: ");
    return n + 2;
}

static async int with_a_number(int n)
{
    int x = n;
    __asm__ volatile("1: " : "+r"(x));
    await tick(0);
    __asm__ volatile("2: ;1:" : "+r"(x));
    return x + 3;
}

static async void test(void)
{
    say("%d\n", await with_a_label(1));     // expect: 2
    say("%d\n", await without_an_await(1)); // expect: 3
    say("%d\n", await with_a_number(1));    // expect: 4
}
