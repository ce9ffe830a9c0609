/* Where the memory for frames and tasks comes from: pool.c tells how. */
#ifndef PIRN_RUNTIME_POOL_H
#define PIRN_RUNTIME_POOL_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

struct pirn__wheel;

/* Blocks are carved in rising order from chunks of the kernel's memory, the
 * first of them small. */
struct pirn__pool {
    char *next, *end;            /* what is left of the newest chunk */
    struct pirn__chunk *chunks;  /* all of them, newest first */
    char *reserve, *reserve_end; /* for frames, when there is no more memory;
                                    touched only then */
    _Atomic(size_t) carved;      /* bytes so far, in blocks of size classes */
    bool use_malloc;             /* PIRN_POOL=0, AddressSanitizer watches, or
                                    it is a test's */
    bool maps_large;             /* what is of no class comes from mmap: it is
                                    used in signal handlers */
};

/* Returns 0, and room for a wheel; or -ENOMEM. */
int pirn__pool_init(struct pirn__pool *pool, struct pirn__wheel **wheel);
void pirn__pool_deinit(struct pirn__pool *pool);

/* A new block of a size class, if wanted on cache lines of its own. NULL: no
 * memory. */
void *pirn__pool_carve(struct pirn__pool *pool, unsigned class_,
                       bool has_lines);
/* One of no class, which pirn__pool_free takes back. */
void *pirn__pool_allocate(const struct pirn__pool *pool, size_t size,
                          size_t align);
void pirn__pool_free(const struct pirn__pool *pool, void *block);
/* A frame from the reserve. It goes back to its class's list; one that has none
 * is not used again. */
void *pirn__pool_reserve(struct pirn__pool *pool, unsigned class_, size_t size,
                         size_t align);
/* True if without size bytes more than half of the reserve would be gone. */
bool pirn__pool_is_low(const struct pirn__pool *pool, size_t size);

#pragma GCC visibility pop

#endif
