// Arguments that are too many, too few or of another type.
#include <pirn.h>
#include <stdio.h>
async int none(void);
async int two(int a, const char *b);
async int f(int n)
{
    n = await none(1); // gcc: 15 // clang: 20
    n = await two(1); // gcc: 15 // clang: 20
    n = await two("a", "b"); // says: 19
    n = await two(n, n); // says: 22
    n = await two(await none(), await none()); // says: 39
    n = await two(1, "b", 3); // gcc: 15 // clang: 27
    async int (*pointer)(int a, const char *b) = none; // gcc: 50 // clang: 17
    int (*plain)(int a, const char *b) = two; // says: 42 // gcc: 11
    printf("%s\n", await two(1, "")); // gcc: 14 // clang: 26
    return n + await pointer(1); // gcc: 22 // clang: 31
} // gcc: 1
