// With PIRN_NO_KEYWORDS the words are ordinary names.
// elided: same
#define PIRN_NO_KEYWORDS
#include "../tick.h"

struct words {
    int async, await, spawn, scope, task, gen, yield, generator, chan, defer;
};

static int async = 1;

PIRN_ASYNC static int await(int spawn, int (*task)(int))
{
    int scope = PIRN_AWAIT tick(spawn);
    int gen = task(scope);
    return gen + async;
}

static int yield(int generator)
{
    return generator * 2;
}

PIRN_ASYNC static void test(void)
{
    struct words words = {.async = 1, .await = 2, .task = 3, .scope = 4};
    say("%d\n", PIRN_AWAIT await(words.await, yield)); // expect: 5
    int defer = 0, offload = words.task, try_spawn = words.scope;
    PIRN_SCOPE(s) {
        PIRN_TASK(int) chan = PIRN_SPAWN await(3, yield);
        defer += PIRN_AWAIT chan;
        PIRN_TASK(int) other = PIRN_TRY_SPAWN tick(offload);
        defer += PIRN_AWAIT other;
        PIRN_TASK(int) third = PIRN_SPAWN_IN(s) tick(try_spawn);
        defer += PIRN_AWAIT third;
    }
    say("%d\n", defer); // expect: 14
}
