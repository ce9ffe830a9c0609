// Nesting has a limit, far beyond what people write.
#include <pirn.h>

#define TEN(x) x x x x x x x x x x
#define OPEN_10 ((((((((((
#define OPEN_100 OPEN_10 OPEN_10 OPEN_10 OPEN_10 OPEN_10 OPEN_10 OPEN_10 \
    OPEN_10 OPEN_10 OPEN_10
#define OPEN_1000 TEN(OPEN_100)
#define OPEN_5000 OPEN_1000 OPEN_1000 OPEN_1000 OPEN_1000 OPEN_1000
#define OPEN_25000 OPEN_5000 OPEN_5000 OPEN_5000 OPEN_5000 OPEN_5000
#define CLOSE_10 ))))))))))
#define CLOSE_100 CLOSE_10 CLOSE_10 CLOSE_10 CLOSE_10 CLOSE_10 CLOSE_10 \
    CLOSE_10 CLOSE_10 CLOSE_10 CLOSE_10
#define CLOSE_1000 TEN(CLOSE_100)
#define CLOSE_5000 CLOSE_1000 CLOSE_1000 CLOSE_1000 CLOSE_1000 CLOSE_1000
#define CLOSE_25000 CLOSE_5000 CLOSE_5000 CLOSE_5000 CLOSE_5000 CLOSE_5000

async int deep_but_not_too_deep(int n)
{
    await pirn_yield_now();
    return OPEN_100 n CLOSE_100;
}

async int too_deep(int n)
{
    await pirn_yield_now();
    return OPEN_25000 n CLOSE_25000; // error: this is nested too deeply [too-deep]
}
// help: split it
