/* For programs whose tasks go about between several workers, at random. */
#include <pirn.h>

static unsigned next(unsigned *seed)
{
    return *seed = *seed * 1103515245 + 12345, *seed >> 16;
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
}
