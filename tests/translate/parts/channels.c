/* The other file of handles_of_channels_in_every_place.c. */
#define PIRN_NO_KEYWORDS
#include "channels.h"

PIRN_CHAN(int) numbers_up_to(int n)
{
    PIRN_CHAN(int) c = pirn_chan_new(int, n);
    for (int i = 1; i <= n; i++)
        pirn_chan_try_send(c, &i);
    pirn_chan_close(c);
    return c;
}

PIRN_ASYNC int total(PIRN_CHAN(int) c)
{
    int n, sum = 0;
    while (PIRN_AWAIT pirn_chan_recv(c, &n) == 0)
        sum += n;
    pirn_chan_free(c);
    return sum;
}
