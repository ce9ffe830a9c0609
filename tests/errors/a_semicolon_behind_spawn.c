// A forgotten semicolon behind a spawn.
#include <pirn.h>
async int g(int n);
async int f(int n)
{
    scope (s) {
        task(int) t = spawn g(n) // gcc: 19 // clang: 33
        n = await t; // gcc: 9
    }
    return n;
}
