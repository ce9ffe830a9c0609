// What does not fit a clause is told of in its own line, and of that clause.
#include <pirn.h>
async int f(chan(int) c)
{
    int v;
    return await pirn_select(PIRN_EVENT_WAIT("x"), // says: 46
                             PIRN_AFTER("x"), // says: 41
                             PIRN_READABLE("x"), // says: 44
                             PIRN_RECV(c, &v, 3), // says: 47
                             PIRN_ACCEPT("x", &v)); // says: 42
}
