// A receiver of a broadcast that loses its oldest item drops it as it drops
// what is left at the end: by its own function, if it has one; that of the
// broadcast is for those who subscribe later.
// elided: same
// asan
#include <pirn.h>
#include <stdio.h>

static int own, common;

static void drop_own(void *item)
{
    own += *(int *)item;
}

static void drop_common(void *item)
{
    common += *(int *)item;
}

int main(void)
{
    chan(int) hub = pirn_broadcast_new(int, 1, PIRN_SLOW_LOSES_OLDEST);
    chan(int) of_none = pirn_broadcast_subscribe(hub);
    chan(int) with_own = pirn_broadcast_subscribe(hub);
    pirn_chan_set_drop(with_own, drop_own);
    for (int n = 1; n <= 2; n++)
        pirn_chan_try_send(hub, &n);
    printf("%d %d\n", own, common); // expect: 1 0
    pirn_chan_set_drop(hub, drop_common);
    chan(int) later = pirn_broadcast_subscribe(hub);
    for (int n = 3; n <= 5; n++)
        pirn_chan_try_send(hub, &n);
    printf("%d %d\n", own, common); // expect: 10 7
    pirn_chan_free(of_none);
    pirn_chan_free(with_own);
    pirn_chan_free(later);
    printf("%d %d\n", own, common); // expect: 15 12
    pirn_chan_free(hub);
    return 0;
}
