/* What random programs share: numbers by chance, and conditions that must
 * hold. Each task has numbers of its own, from where it was spawned. */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdio.h>
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

#endif
