// Warnings inside a coroutine, and of macros there.
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
async int f(int n);
#define SQUARE(x) ((x) * (x))
#define PRINT(x) printf("%s\n", x) // gcc: 25
static int never_called(void) // says: 12
{
    return 0;
}
async int warned(int n, int unused_parameter, unsigned u, long l) // says: 29
{
    int unused; // says: 9
    int set_only; // says: 9
    int uninitialised;
    char *p = "x";
    printf("%s %d\n", n, await f(1)); // gcc: 14 // clang: 23
    printf("%d\n", l); // gcc: 14 // clang: 20
    printf("%d %d\n", n); // says: 17
    printf(p); // clang: 12
    if (n = await f(2)) // gcc: 9 // clang: 11
        set_only = 1;
    if (n == 3); // says: 16
    if (u < 0) // gcc: 11
        n = 1;
    if (n < u) // says: 11
        n = 2;
    PRINT(n); // clang: 11
    n == 4; // says: 7
    switch (n) {
    case 1: n = 2; // gcc: 15
    case 2: n = 3;
    }
    return n + uninitialised; // gcc: 14 // clang: 16
}
async int no_return(int n)
{
    await f(n);
} // says: 1
async int maybe_return(int n)
{
    if (await f(n))
        return 1;
} // says: 1
async int *address(void)
{
    int local = 0;
    return &local; // gcc: 12 // clang: 13
}
