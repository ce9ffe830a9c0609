// PIRN_GENERATOR and PIRN_YIELD, where the plain words are ordinary names.
#define PIRN_NO_KEYWORDS
#include <stdio.h>

#include <pirn.h>

static int yield(int gen)
{
    return gen + 1;
}

PIRN_GENERATOR static int generator(int task)
{
    int scope = yield(task);
    PIRN_YIELD scope;
    PIRN_YIELD yield(scope);
}

int main(void)
{
    PIRN_GEN(int) gen = generator(4);
    int async;
    while (pirn_next(gen, &async) == 1)
        printf("%d\n", async);
    // expect: 5
    // expect: 6
    pirn_gen_close(gen);
    return 0;
}
