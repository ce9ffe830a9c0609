/* PIRN_CLOCK=virtual: every sleep and every deadline ends at its very time,
 * also where others are a nanosecond away. */
// env: PIRN_CLOCK=virtual
// workers: any
// threads: any order, tsan
// expect: 0 wrong, none before another
#include <errno.h>
#include <pirn.h>
#include <stdio.h>

static int wrong, early;
static int64_t latest;

static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

/* Most are next to each other; some differ by as much as 18 minutes. */
static int64_t some_time(uint64_t *state)
{
    uint64_t bits = draw(state) % 8 ? 2 : draw(state) % 41;
    return 1 + (int64_t)(draw(state) & (((uint64_t)1 << bits) - 1));
}

/* It is `then`, and so it has been for all who were woken up to now. */
static void check(bool is_right, int64_t then)
{
    int64_t now = pirn_now();
    if (!is_right || now != then)
        __atomic_fetch_add(&wrong, 1, __ATOMIC_RELAXED);
    if (__atomic_exchange_n(&latest, now, __ATOMIC_RELAXED) > now)
        __atomic_fetch_add(&early, 1, __ATOMIC_RELAXED);
}

static async void sleeper(uint64_t seed)
{
    enum { NAPS = 40 };
    for (int i = 0; i < NAPS; i++) {
        int64_t nap = some_time(&seed), limit = some_time(&seed), then;
        then = pirn_now() + (nap < limit ? nap : limit);
        int rc = 1;
        scope (s, .timeout = limit) {
            if (i % 2)
                rc = await pirn_sleep(nap);
            else
                rc = await pirn_select(PIRN_AFTER(nap));
        }
        check(rc == (nap < limit ? 0 : -ECANCELED), then);
    }
}

async int main(void)
{
    enum { SLEEPERS = 100 };
    scope (s) {
        for (uint64_t i = 1; i <= SLEEPERS; i++)
            spawn sleeper(i * 0x9e3779b97f4a7c15);
    }
    printf("%d wrong, %s before another\n", wrong, early ? "some" : "none");
    return 0;
}
