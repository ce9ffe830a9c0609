// pirn_fail is a statement, also where statements are in an expression.
#include <pirn.h>

generator int numbers(int n)
{
    n < 0 ? pirn_fail(-1) : (void)0; // error: pirn_fail inside an expression [fail-in-expression]
    (void)(n > 9 && (pirn_fail(-2), 1)); // error: pirn_fail inside an expression [fail-in-expression]
    (void)pirn_fail(-3); // error: pirn_fail inside an expression [fail-in-expression]
    for (int i = 0; i < n; pirn_fail(-4)) // error: pirn_fail inside an expression [fail-in-expression]
        yield i++;
    if (n == 1)
        (pirn_fail(-5));
    else
        pirn_fail(-6);
    yield ({
        if (n == 2)
            pirn_fail(-7);
        n;
    });
}
// help: write a statement: if (rc < 0) pirn_fail(rc);
