#include <pirn.h>

#define FOUR(x) x x x x
#define MANY(x) FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(x))))))))

async int f(void) // error: 'f' can be suspended at more than 65534 places [too-many-awaits]
{
    MANY(await pirn_yield_now();)
    return 0;
}
// help: split it into several coroutines

generator int g(void) // error: 'g' can be suspended at more than 16382 places [too-many-awaits]
{
    FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(FOUR(yield 1;)))))))
}
