// Mistakes in macros that have words in them.
#include <pirn.h>
#define TWICE(call) (await call + await call)
#define CHECK(call) if ((rc = await call) < 0) return rc
#define PAUSE() await pirn_sleep("soon") // gcc: 34
async int g(int n);
async int f(int n)
{
    int rc;
    n = TWICE(g("one")); // says: 17 17
    CHECK(g(1, 2)); // gcc: 11 // clang: 16
    CHECK(missing); // says: 11
    PAUSE(); // clang: 5
    return n;
}
