// A macro that stands for a call and lacks arguments is told of once.
#include <pirn.h>
async int calls(chan(int) c, struct pirn_writer *w)
{
    int rc = await pirn_select(); // says: 20
    rc += await pirn_select_fair(); // says: 17
    rc += await pirn_chan_send(); // says: 17
    rc += await pirn_chan_recv(c); // says: 17
    rc += pirn_chan_try_send(c) + pirn_chan_try_recv(); // says: 11 35
    rc += await pirn_all(); // says: 17
    await pirn_print(w); // says: 11
    await pirn_chan_recv(); // says: 11
    return rc;
}
