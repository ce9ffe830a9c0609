// Options of scopes, and what is spawned in them.
#include <pirn.h>
async int g(int a);
async int f(int n, int64_t limit)
{
    scope (s, .timeout = "x", .unknown = 1) { // says: 26 32
        task(int) t = spawn g("x"); // says: 31
        n = await t + await v; // says: 29
    }
    scope (s, .limit = limit, .timeout = missing) { // says: 42
        return n;
    }
}
