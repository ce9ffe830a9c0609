// Words that are misspelled.
#include <pirn.h>
async int g(int a);
async int f(int n)
{
    n = awiat g(1); // says: 9 14
    return n;
}
asnyc int h(int n); // gcc: 6 // clang: 1
