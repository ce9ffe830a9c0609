// Items and clauses that do not fit, whatever else is wrong.
#include <pirn.h>
async int f(chan(int) c, chan(char *) d)
{
    double wide = 1.5;
    char *text;
    int n, rc;
    await pirn_chan_send(c, &wide); // says: 11
    await pirn_chan_recv(d, &n); // says: 11
    await pirn_chan_send(c, n); // says: 11
    n = await pirn_select(PIRN_RECV(c, &text), PIRN_AFTER(1)); // says: 27
    n = await pirn_select(c, PIRN_SEND(d, &text, &rc)); // says: 27
    chan(long) e = c; // gcc: 16 20 // clang: 16
    return undeclared; // says: 12
} // gcc: 1
