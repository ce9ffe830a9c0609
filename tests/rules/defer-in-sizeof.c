// Nothing runs in sizeof.
#include <pirn.h>

int plain(int n)
{
    return (int)sizeof(({ defer n = 0; n; })); // error: a defer in an operand that is not evaluated [defer-in-choice]
}
