// Where the word async may stand, and how often a coroutine is declared.
// elided: same
#include "../tick.h"

async int first(int);
async int first(int n);
extern async int first(int number);
int async first(int n)
{
    return await tick(n);
}

async static int second(int n);
static async int third(int n);
static int async fourth(int n);
static inline async int fifth(int n);
async inline static int sixth(int n);
async int seventh(int), eighth(int n), ninth(int);

static async int second(int n)
{
    return await tick(n) + 2;
}

async static int third(int n)
{
    return await tick(n) + 3;
}

async static int fourth(int n)
{
    return await tick(n) + 4;
}

static inline async int fifth(int n)
{
    return await tick(n) + 5;
}

static inline async int sixth(int n)
{
    return await tick(n) + 6;
}

async int seventh(int n)
{
    return await tick(n) + 7;
}

async int eighth(int n)
{
    return await tick(n) + 8;
}

async int ninth(int n)
{
    return await tick(n) + 9;
}

async __attribute__((noinline)) static unsigned long int const *tenth(void)
{
    static const unsigned long int ten = 10;
    await tick(0);
    return &ten;
}

static async int (eleventh)(int n)
{
    return await (tick)(n) + 11;
}

#define COROUTINE static async
COROUTINE int twelfth(int n)
{
    return await((tick)(n)) + 12;
}

async int thirteenth(int n) __attribute__((unused));
async int
thirteenth(int n)
{
    async int local(int);
    return await local(n);
}

async int local(int n)
{
    return await tick(n) + 13;
}

struct tick;
async int unnamed_parameters(int, char, struct tick *, int (*)(int), int[]);

static async int no_parameters(void)
{
    return await
        tick(
            14
        );
}

static async void test(void)
{
    say("%d %d %d %d\n", await first(0), await second(0), await third(0), // expect: 0 2 3 4
        await fourth(0));
    say("%d %d %d %d\n", await fifth(0), await sixth(0), await seventh(0), // expect: 5 6 7 8
        await eighth(0));
    say("%d %lu %d %d\n", await ninth(0), *await tenth(), await eleventh(0), // expect: 9 10 11 12
        await twelfth(0));
    say("%d %d\n", await thirteenth(0), await no_parameters()); // expect: 13 14
    say("%d\n", await (first)(1) + (await first(2)) + await (first(3))); // expect: 6
}
