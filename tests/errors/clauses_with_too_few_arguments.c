// A clause that lacks an argument is told of once, by its name.
#include <pirn.h>
async int clauses(chan(int) c)
{
    int rc = await pirn_select(PIRN_RECV(c)); // says: 32
    rc += await pirn_select(PIRN_SEND(), PIRN_JOIN()); // says: 29 42
    rc += await pirn_select(PIRN_READABLE(), PIRN_WRITABLE()); // says: 29 46
    rc += await pirn_select(PIRN_AFTER(), PIRN_UNTIL()); // says: 29 43
    rc += await pirn_select(PIRN_ALL(), PIRN_BARRIER_WAIT()); // says: 29 41
    rc += await pirn_select(PIRN_MUTEX_LOCK(), PIRN_EVENT_WAIT()); // says: 29 48
    rc += await pirn_select(PIRN_RWLOCK_RDLOCK()); // says: 29
    rc += await pirn_select(PIRN_RWLOCK_WRLOCK()); // says: 29
    rc += await pirn_select(PIRN_WAIT_GROUP_WAIT()); // says: 29
    struct pirn_clause one = PIRN_RECV(c); // says: 30
    return rc + await pirn_select_from(&one, 1);
}
