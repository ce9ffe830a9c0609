/* Free blocks on their way from workers that have too many of them to workers
 * that have none: depot.c tells how. */
#ifndef PIRN_RUNTIME_DEPOT_H
#define PIRN_RUNTIME_DEPOT_H

#include "common.h"
#include <pthread.h>
#include <stdatomic.h>

#pragma GCC visibility push(hidden)

/* A crew's. Its lock may be taken within any other, and no other within it. */
struct pirn__depot {
    pthread_mutex_t lock;
    void *batches[PIRN__CLASSES];
    /* Blocks in there. Compared with 0 without the lock. */
    _Atomic(uint32_t) count[PIRN__CLASSES];
    uint32_t brought[PIRN__CLASSES]; /* ever; wraps around */
};

/* What a worker of a crew knows of each class. It is the worker's own, but for
 * the last two members, by which others ask for what it has. */
struct pirn__stock {
    _Atomic(uint32_t) carved[PIRN__CLASSES]; /* blocks, by this worker */
    uint32_t enough[PIRN__CLASSES];  /* when `carved` gets there, it asks */
    uint32_t brought[PIRN__CLASSES]; /* the depot's, when it asked last */
    atomic_bool is_wanted;           /* a block of any class */
    atomic_bool wanted[PIRN__CLASSES];
};

void pirn__depot_init(struct pirn__depot *depot);
void pirn__depot_deinit(struct pirn__depot *depot);

/* A block of that class, whose list is empty, out of the depot, and more for
 * the list; NULL: there is none, so that one has to be carved. */
void *pirn__depot_fetch(struct pirn__loop *loop, unsigned class_);
/* That has been done. */
void pirn__depot_carved(struct pirn__loop *loop, unsigned class_);

/* Brings there what other workers have asked this one for. */
void pirn__depot_bring(struct pirn__loop *loop);

/* For tests: bytes of the blocks that all workers of this runtime have carved;
 * 0 if there is one. */
size_t pirn__depot_bytes(void);

#pragma GCC visibility pop

#endif
