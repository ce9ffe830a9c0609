/* The clocks that tell a runtime the time. */
#include "runtime/base/timer.h"
#include <stdlib.h>
#include <time.h>

static inline int64_t monotonic(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * PIRN_S + t.tv_nsec;
}

int64_t pirn__real_now(void)
{
    return monotonic();
}

int64_t pirn__coarse_now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return t.tv_sec * PIRN_S + t.tv_nsec;
}

static int64_t real_now(struct pirn_clock *clock)
{
    (void)clock;
    return monotonic();
}

static int64_t real_idle(struct pirn_clock *clock, int64_t until)
{
    if (until == PIRN_NEVER)
        return -1;
    (void)clock;
    int64_t left = until - monotonic();
    return left > 0 ? left : 0;
}

static struct pirn_clock real_clock = {real_now, real_idle};

/* PIRN_CLOCK=virtual: time stands while anything can run, then jumps. */
struct virtual_clock {
    struct pirn_clock clock;
    int64_t time;
};

static int64_t virtual_now(struct pirn_clock *clock)
{
    return pirn__container_of(clock, struct virtual_clock, clock)->time;
}

static int64_t virtual_idle(struct pirn_clock *clock, int64_t until)
{
    if (until == PIRN_NEVER)
        return -1;
    pirn__container_of(clock, struct virtual_clock, clock)->time = until;
    return 0;
}

static __thread struct virtual_clock virtual_clock = {
    {virtual_now, virtual_idle}, 0};
static __thread struct pirn_clock *chosen;

void pirn_clock_use(struct pirn_clock *clock)
{
    chosen = clock;
}

struct pirn_clock *pirn__clock_default(void)
{
    if (chosen)
        return chosen;
    const char *name = getenv("PIRN_CLOCK");
    return name && strcmp(name, "virtual") == 0 ? &virtual_clock.clock
                                                : &real_clock;
}

int64_t pirn__clock_now(struct pirn_clock *clock)
{
    /* Spares the call through a pointer where it counts. */
    return clock == &real_clock ? monotonic() : clock->now(clock);
}

bool pirn__clock_is_real(const struct pirn_clock *clock)
{
    return clock == &real_clock;
}
