/* What random programs share: numbers by chance, conditions that must hold, and
 * how they are run. Each task has numbers of its own, from where it was
 * spawned. */
#ifndef CHANCE_H
#define CHANCE_H

#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define MUST(condition)                                                        \
    do {                                                                       \
        if (!(condition)) {                                                    \
            printf("line %d: not so: %s\n", __LINE__, #condition);             \
            fflush(stdout);                                                    \
            _exit(1);                                                          \
        }                                                                      \
    } while (0)

static inline unsigned next(unsigned *r)
{
    *r = *r * 1664525u + 1013904223u;
    return *r >> 8;
}

static inline int below(unsigned *r, int n)
{
    return (int)(next(r) % (unsigned)n);
}

/* Runs f with arguments SEED [WORKERS [chosen]], for as many real seconds at
 * most; chosen: in a test, which chooses the order of everything. */
static inline int run_by_chance(int argc, char **argv, unsigned seconds,
                                async int (*f)(unsigned r))
{
    unsigned seed = argc > 1 ? (unsigned)atoi(argv[1]) : 0;
    unsigned workers = argc > 2 ? (unsigned)atoi(argv[2]) : 1;
    struct pirn_options options = {.workers = workers};
    struct pirn_test_options chosen = {
        .workers = workers, .seed = seed, .limit = seconds * PIRN_S};
    if (argc < 2)
        return 2;
    alarm(seconds);
    if (argc > 3)
        return pirn_test_run(&chosen, f(seed * 2654435761u));
    return pirn_run_with(&options, f(seed * 2654435761u));
}

#endif
