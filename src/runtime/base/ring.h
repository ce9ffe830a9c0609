/* The tasks of a worker that are ready, in a ring. It always has room for all
 * that are alive there, so that pirn__ring_push cannot fail: whoever makes a
 * task, or takes one over from another worker, reserves that first. */
#ifndef PIRN_RUNTIME_RING_H
#define PIRN_RUNTIME_RING_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

/* How many tasks are run between two looks at the outside. */
enum { PIRN__BATCH = 256 };

/* Makes room for count tasks, and for a batch that has been run. Returns 0 or
 * -ENOMEM. */
int pirn__ring_grow(struct pirn__ring *ring, size_t count);

static inline int pirn__ring_reserve(struct pirn__ring *ring, size_t count)
{
    return pirn__likely(count + PIRN__BATCH <= ring->mask)
               ? 0
               : pirn__ring_grow(ring, count);
}

void pirn__ring_deinit(struct pirn__ring *ring);
/* The ring is empty: starts it over, and gives memory back if it is much. */
void pirn__ring_rewind(struct pirn__ring *ring);
/* The same, but only if that may give memory back. */
void pirn__ring_trim(struct pirn__ring *ring);

#pragma GCC visibility pop

#endif
