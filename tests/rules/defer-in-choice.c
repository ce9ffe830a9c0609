// What is chosen without being evaluated cannot be taken apart.
#include <pirn.h>

static void clean(int *p)
{
    *p = 0;
}

async int in_generic(int n)
{
    defer n = 0;
    return _Generic(n, int: ({ if (n) return 1; 2; }), default: 3); // error: or a jump that leaves one, in _Generic [defer-in-choice]
}
// help: put the statements into a function

async int in_choose_expr(int n)
{
    await pirn_yield_now();
    return __builtin_choose_expr(1, ({ __attribute__((cleanup(clean))) int m = n; m + 1; }), 3); // error: in __builtin_choose_expr [defer-in-choice]
}
