/* Free blocks on their way from workers that have too many of them to workers
 * that have none: depot.c tells how. */
#ifndef PIRN_RUNTIME_DEPOT_H
#define PIRN_RUNTIME_DEPOT_H

#include "runtime/base/common.h"
#include <pthread.h>
#include <stdatomic.h>

#pragma GCC visibility push(hidden)

/* A crew's. Its lock may be taken within any other, and no other within it. */
struct pirn__depot {
    pthread_mutex_t lock;
    void *batches[PIRN__CLASSES];
    /* Blocks in there, and those that were ever brought, which wraps around:
     * both are read without the lock, too. */
    _Atomic(uint32_t) count[PIRN__CLASSES];
    _Atomic(uint32_t) brought[PIRN__CLASSES];
};

/* What a worker of a crew knows of each class. */
struct pirn__stock {
    /* Its own: */
    uint32_t carved[PIRN__CLASSES];  /* blocks, by this worker */
    uint32_t brought[PIRN__CLASSES]; /* the depot's, at its last order */
    uint32_t rests[PIRN__CLASSES];   /* the crew's, at the same time */
    unsigned looks;                  /* at what it owes */
    bool owes;                       /* some order is not yet served */
    /* Set by others, and taken back by it: */
    atomic_bool is_wanted;             /* there is a new order... */
    atomic_bool wanted[PIRN__CLASSES]; /* ... for blocks of this class */
};

void pirn__depot_init(struct pirn__depot *depot);
void pirn__depot_deinit(struct pirn__depot *depot);

/* A block of that class, whose list is empty, out of the depot, and more for
 * the list; NULL: there is none, so that one has to be carved. */
void *pirn__depot_fetch(struct pirn__loop *loop, unsigned class_);
/* That has been done. */
void pirn__depot_carved(struct pirn__loop *loop, unsigned class_);

/* Between two turns: brings what other workers have ordered. */
void pirn__depot_bring(struct pirn__loop *loop);

#pragma GCC visibility pop

#endif
