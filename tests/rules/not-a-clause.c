// A select takes clauses, not what they are made of.
#include <pirn.h>

async int slow(int n);

async int uses(chan(int) c, chan(long) d)
{
    int v, rc;
    struct pirn_clause *list = NULL, one = PIRN_AFTER(1);
    scope (s) {
        task(int) t = spawn slow(1);
        await pirn_select(c); // error: this is not a clause of a select [not-a-clause]
        await pirn_select(PIRN_RECV(c, &v), t); // error: this is not a clause [not-a-clause]
        await pirn_select_fair(PIRN_SEND(c, &v, &rc), 5); // error: this is not a clause [not-a-clause]
        await pirn_select(&one, PIRN_AFTER(1)); // error: this is not a clause [not-a-clause]
        await pirn_select(await pirn_chan_recv(c, &v)); // error: this is not a clause [not-a-clause]
        await pirn_select(one, *list, list[1], PIRN_RECV(c, &v),
                          rc ? one : *list, PIRN_JOIN(t));
        struct pirn_event e = PIRN_EVENT_INIT;
        struct pirn_mutex *m = NULL;
        struct pirn_once once = PIRN_ONCE_INIT;
        await pirn_select(&e); // error: this is not a clause [not-a-clause]
        await pirn_select(PIRN_AFTER(1), e); // error: this is not a clause [not-a-clause]
        await pirn_select(m); // error: this is not a clause [not-a-clause]
        await pirn_select(&once); // error: this is not a clause [not-a-clause]
        await pirn_select(await pirn_barrier_wait(NULL)); // error: this is not a clause [not-a-clause]
        await pirn_select(await pirn_read(0, &v, 1)); // error: this is not a clause [not-a-clause]
        await pirn_select(PIRN_EVENT_WAIT(&e), PIRN_MUTEX_LOCK(m), PIRN_ALL(s));
        undeclared = 1;
    }
    return 0;
}
// help: write PIRN_RECV(c, &v) or PIRN_SEND(c, &v)
// help: write PIRN_JOIN(t, &v)
// help: PIRN_AFTER and PIRN_UNTIL make clauses
// help: write PIRN_EVENT_WAIT(&e)
// help: write PIRN_MUTEX_LOCK(m)
// help: what is done once is the program's own
// help: write PIRN_BARRIER_WAIT(...)
// help: 'pirn_read' does more than wait
