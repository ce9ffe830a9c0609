// A handle is read as its value, of which the compilers tell the type.
#include <pirn.h>
#include <stddef.h>
async int f(int n);
async int use(void)
{
    char *c;
    scope (s) {
        task(int) t = spawn f("x"); // says: 31
        task(int) none = NULL; // says: 26 // gcc: 26 // clang: 19
        c = await t; // says: 11
        return await none + *c;
    }
}
