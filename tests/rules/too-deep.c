// Nesting has a limit, far beyond what people write.
#include <pirn.h>

#define TEN(x) ((((((((((x))))))))))
#define HUNDRED(x) TEN(TEN(TEN(TEN(TEN(TEN(TEN(TEN(TEN(TEN(x))))))))))
#define THOUSAND(x) HUNDRED(HUNDRED(HUNDRED(HUNDRED(HUNDRED(FIVE_MORE(x))))))
#define FIVE_MORE(x) HUNDRED(HUNDRED(HUNDRED(HUNDRED(HUNDRED(x)))))
#define MANY(x) THOUSAND(THOUSAND(THOUSAND(THOUSAND(THOUSAND(MANY_MORE(x))))))
#define MANY_MORE(x) THOUSAND(THOUSAND(THOUSAND(THOUSAND(THOUSAND(x)))))
#define FAR_TOO_MANY(x) MANY(MANY(MANY(MANY(x))))

async int deep_but_not_too_deep(int n)
{
    await pirn_yield_now();
    return HUNDRED(n);
}

async int too_deep(int n)
{
    await pirn_yield_now();
    return FAR_TOO_MANY(n); // error: this is nested too deeply [too-deep]
}
// help: split it
