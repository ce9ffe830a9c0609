// A parameter's type may not depend on another parameter's value.
#include <pirn.h>

async int pointer(int n, int (*matrix)[n]) // error: the type of the parameter 'matrix' depends on a value [variable-type-parameter]
{
    await pirn_yield_now();
    return (*matrix)[0];
}
// help: pass a pointer to the first element and the sizes

static async int array(int n, int matrix[n][n]) // error: the type of the parameter 'matrix' depends on a value [variable-type-parameter]
{
    await pirn_yield_now();
    return matrix[0][0];
}
