// The size of a parameter of a declaration in a block is not evaluated, awaits
// in it included.
// elided: same
#include <pirn.h>
#include <stdio.h>

static int made;

static async int call(int a)
{
    await pirn_yield_now();
    made += a;
    return made;
}

static async int declares(int k)
{
    extern int declared(int q[await call(k)]);
    int (*pointer)(int q[await call(k)]) = 0;
    return pointer == 0 ? await call(k) : 0;
}

async int main(void)
{
    printf("%d\n", await declares(3)); // expect: 3
    printf("%d\n", made);              // expect: 3
    return 0;
}
