// What does not fit a channel is told without what a channel is made of.
#include <pirn.h>
#define NEW(T) pirn_chan_new(T, 3)
struct pair {
    int a, b;
};
async int f(chan(struct pair) pairs)
{
    chan(int) c = pirn_chan_new(long, 3); // gcc: 19 // clang: 15
    chan(struct pair) d = NEW(int); // gcc: 27 // clang: 23
    chan(int *) e = pairs; // gcc: 21 // clang: 17
    int item = 1;
    double other;
    await pirn_chan_send(c, 5); // says: 11
    await pirn_chan_send(c, item); // says: 11
    await pirn_chan_send(pairs, &item); // says: 11
    await pirn_chan_recv(c, &other); // says: 11
    pirn_chan_try_recv(c, &other); // says: 5
    await pirn_select(PIRN_RECV(c, &other), // says: 23
                      PIRN_SEND(d, &item)); // says: 23
    scope (s, .timout = 5) // says: 16
        await pirn_chan_send(e, &other); // says: 15
    return pirn_chan_nwe(c); // says: 12
}
