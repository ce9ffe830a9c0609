/* What the tests of the translator share: a coroutine that suspends in
 * patterns, and a main that runs the test once under each of them.
 *
 * An entry and a step are different code, and which of them runs a line
 * depends on what suspended before it. So each test is run with a tick that
 * never suspends, one that always does, one that does every second time, only
 * the third time, at random; awaited (the entry begins) and spawned (the step
 * does). The output of the first round is printed, and every other round has
 * to say the same. */
#ifndef TICK_H
#define TICK_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pirn.h>

enum { TICK_LOG = 1 << 16, TICK_ONCE = 12, TICK_ROUNDS = 48 };

static struct {
    unsigned period, phase; /* suspends when calls % period == phase */
    unsigned seed;          /* not 0: at random instead */
    unsigned calls;
    size_t length;
    char log[TICK_LOG], first[TICK_LOG];
} tick_state;

static inline bool tick_suspends(void)
{
    unsigned call = tick_state.calls++;
    if (tick_state.seed) {
        tick_state.seed = tick_state.seed * 1103515245 + 12345;
        return tick_state.seed >> 16 & 1;
    }
    return tick_state.period && call % tick_state.period == tick_state.phase;
}

/* Gives value back, and suspends before that if the pattern says so. */
static inline PIRN_ASYNC int tick(int value)
{
    if (tick_suspends())
        PIRN_AWAIT pirn_yield_now();
    return value;
}

/* Stores value after it has suspended, or not. */
static inline PIRN_ASYNC void tick_store(int *to, int value)
{
    PIRN_AWAIT tick(0);
    *to = value;
}

/* printf into the log of the round. */
__attribute__((format(printf, 1, 2))) static inline void say(const char *format,
                                                             ...)
{
    va_list list;
    va_start(list, format);
    int length = vsnprintf(tick_state.log + tick_state.length,
                           TICK_LOG - tick_state.length, format, list);
    va_end(list);
    tick_state.length += (size_t)length;
    if (tick_state.length >= TICK_LOG)
        abort();
}

/* Says where, and gives value back: shows the order of evaluation. */
static inline int note(const char *where, int value)
{
    say("%s ", where);
    return value;
}

static inline void tick_begin(unsigned round)
{
    unsigned pattern = round / 2;
    memset(&tick_state, 0, offsetof(__typeof__(tick_state), log) + 1);
    if (pattern >= 1 && pattern <= 6) { /* 1/0, 2/0, 2/1, 3/0, 3/1, 3/2 */
        static const unsigned char period[] = {1, 2, 2, 3, 3, 3};
        static const unsigned char phase[] = {0, 0, 1, 0, 1, 2};
        tick_state.period = period[pattern - 1];
        tick_state.phase = phase[pattern - 1];
    } else if (pattern >= 7 && pattern < 7 + TICK_ONCE) {
        tick_state.period = UINT32_MAX;
        tick_state.phase = pattern - 7;
    } else if (pattern) {
        tick_state.seed = pattern;
    }
}

/* Whether the round said what the first one did. */
static inline bool tick_end(unsigned round)
{
    if (round == 0) {
        fputs(tick_state.log, stdout);
        fflush(stdout);
        memcpy(tick_state.first, tick_state.log, tick_state.length + 1);
        return true;
    }
    if (!strcmp(tick_state.first, tick_state.log))
        return true;
    printf("but in round %u (%s, period %u, phase %u, seed %u):\n%s", round,
           round % 2 ? "spawned" : "awaited", tick_state.period,
           tick_state.phase, tick_state.seed, tick_state.log);
    return false;
}

#ifndef TICK_NO_MAIN
static PIRN_ASYNC void test(void);

PIRN_ASYNC int main(void)
{
    for (unsigned round = 0; round < TICK_ROUNDS; round++) {
        tick_begin(round);
        if (round % 2) {
            PIRN_SCOPE(rounds) {
                PIRN_SPAWN test();
            }
        } else {
            PIRN_AWAIT test();
        }
        if (!tick_end(round))
            return 1;
    }
    return 0;
}
#endif

#endif
