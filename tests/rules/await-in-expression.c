// A statement expression whose value is used must end with an expression.
#include <pirn.h>

async int slow(int n);

async int f(int n)
{
    int x = ({ // error: does not end with an expression [await-in-expression]
        await slow(n);
        if (n)
            n = 2;
    });
    return x;
}
// help: put the statements before the expression
