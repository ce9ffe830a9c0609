// Words that do something stand in functions.
#include <pirn.h>

static int *table;
defer free(table); // error: 'defer' outside any function [outside-function]
// help: move it into the body of a function

async int g(int n)
{
    return n;
}
spawn g(1); // error: 'spawn' outside any function [outside-function]
scope (s) // error: 'scope' outside any function [outside-function]
{
    spawn g(2);
}
yield 3; // error: 'yield' outside any function [outside-function]
await g(4); // error: 'await' outside any function [outside-function]
