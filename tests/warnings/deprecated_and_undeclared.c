// Deprecated coroutines, and functions that were never declared.
// flags: -Wno-error=implicit-function-declaration -std=gnu11
#include <pirn.h>

__attribute__((deprecated)) async int old(int n);
__attribute__((deprecated("use new_one"))) async int older(int n);
async int new_one(int n);
async int test(int n);

async int test(int n)
{
    int sum = await old(n); // warning: -Wdeprecated-declarations
    sum += await older(n); // warning: -Wdeprecated-declarations
    sum += await new_one(n);
    sum += never_declared(n); // warning: -Wimplicit-function-declaration
    scope (s) {
        spawn old(n); // warning: -Wdeprecated-declarations
    }
    return sum;
}
