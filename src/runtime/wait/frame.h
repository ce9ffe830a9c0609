/* Memory for frames and tasks, in blocks: pool.c tells where they come from.
 * A worker's free blocks are its own, and no other thread touches them. */
#ifndef PIRN_RUNTIME_FRAME_H
#define PIRN_RUNTIME_FRAME_H

#include "runtime/base/pool.h"

#pragma GCC visibility push(hidden)

/* depot.c. For tests: bytes of the blocks that all workers of this thread's
 * runtime have carved. */
size_t pirn__pool_carved(void);
/* A block whose class's list is empty, or NULL. Its info is set. */
void *pirn__block_refill(struct pirn__loop *loop, unsigned class_, size_t size,
                         size_t align);
/* Gives a block of PIRN__CLASS_MALLOC back. */
void pirn__block_free(struct pirn__loop *loop, void *block);
/* The same of all that frames of that class have left. */
void pirn__malloc_drain(struct pirn_worker *w);

/* How the step of a native frame ends: frees it, and gives its caller rc. */
static inline struct pirn_frame *
pirn__frame_finish(struct pirn_worker *w, struct pirn_frame *frame, int rc)
{
    struct pirn_frame *caller = frame->link.caller;
    if (frame->link.result)
        *(int *)frame->link.result = rc;
    pirn__frame_free(w, frame);
    return caller;
}

#pragma GCC visibility pop

#endif
