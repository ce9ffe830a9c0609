// A forgotten semicolon behind an await.
#include <pirn.h>
async int f(int n) // says: 17
{
    int x = await pirn_sleep(1) // gcc: 9 // clang: 32
    return x; // gcc: 5
} // gcc: 1
