/* For programs whose tasks go about between several workers, at random. */
#include <pirn.h>

static unsigned next(unsigned *seed)
{
    return *seed = *seed * 1103515245 + 12345, *seed >> 16;
}

/* Keeps its worker from what has come for it meanwhile, so that several such
 * things are there at once: a timer that is due, what another worker says. */
static void dawdle(unsigned *seed)
{
    int64_t until = pirn_now() + next(seed) % 30 * PIRN_US;
    while (pirn_now() < until)
        ;
}

/* Goes on later, or elsewhere, or neither. */
static async void wander(unsigned *seed)
{
    unsigned what = next(seed) % 8;
    if (what == 0)
        await pirn_move_to(next(seed));
    else if (what == 1)
        await pirn_yield_now();
    else if (what == 2)
        await pirn_sleep(next(seed) % 50000);
    else if (what == 3)
        dawdle(seed);
}
