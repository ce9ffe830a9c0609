// Macros of a header of the program's that are called like words.
#include "parts/words.h"
#include <pirn.h>
async int g(int n);
async int f(int n)
{
    int unused; // says: 9
    defer(gen(n));
    return await g(gen(n)) + gen(2);
}
