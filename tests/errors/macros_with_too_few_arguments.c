// Each mistake in the arguments of a macro of Pirn's is told once.
#include <pirn.h>
async int f(chan(int) c, task(int) t)
{
    chan(int) d = pirn_chan_new(int); // says: 36
    chan(long) e = pirn_chan_try_new(long, 1, 2); // gcc: 48 // clang: 47
    int length = pirn_chan_length(); // gcc: 18 // clang: 18 18
    await pirn_chan_send(d, &length);
    await pirn_chan_recv(e, &(long){0});
    length = await t;
    await pirn_chan_send(c, &length);
    return await pirn_join(t); // says: 29
}
int plain(void)
{
    int rc = pirn_run(); // says: 14
    return rc + missing; // says: 17
} // gcc: 1
