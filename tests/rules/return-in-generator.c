// What a generator gives is what it yields: a value in its return would be lost.
#include <pirn.h>

generator int count(int n)
{
    yield 1;
    if (n == 1)
        return;
    if (n == 2)
        return 2; // error: 'return' with a value in the generator 'count' [return-in-generator]
    scope_of: // whatever is around
    for (;;) {
        defer n++;
        return (n); // error: 'return' with a value in the generator 'count' [return-in-generator]
    }
    goto scope_of;
}

async generator char *words(char *first)
{
    yield first;
    await pirn_sleep(1);
    return first + 1; // error: 'return' with a value in the generator 'words' [return-in-generator]
}

async int plain(int n)
{
    return n + 1;
}
// help: yield x; return;
