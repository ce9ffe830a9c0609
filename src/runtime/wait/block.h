/* How a task lies in its block, and how it ends: between spawn.c, which makes
 * it, and task.c. */
#ifndef PIRN_RUNTIME_BLOCK_H
#define PIRN_RUNTIME_BLOCK_H

#include "runtime/wait/task.h"
#include "runtime/wait/worker.h"

#pragma GCC visibility push(hidden)

/* What stands in a block before its first frame. */
static inline size_t pirn__offset_in(const struct pirn__loop *loop)
{
    return sizeof(struct pirn_task) + (pirn__unlikely(loop->worker.crew)
                                           ? sizeof(struct pirn__prefix)
                                           : 0);
}

/* The same before one that is over-aligned: a prefix in any case, and before
 * that the address of the block. */
static inline size_t pirn__wide_offset(size_t align)
{
    size_t least =
        sizeof(char *) + sizeof(struct pirn__prefix) + sizeof(struct pirn_task);
    return (least + align - 1) / align * align;
}

/* Where that address stands. */
static inline char **pirn__wide_block(const struct pirn__loop *loop,
                                      struct pirn_task *task)
{
    size_t before = pirn__offset_in(loop) - sizeof *task;
    return (char **)((char *)task - before) - 1;
}

/* task.c ------------------------------------------------------------------- */

/* A result that does not fit in its task, and the frame that notes it down
 * there at the end of the task, when nothing else is in its place. */
struct pirn__large {
    PIRN__FRAME_HEADER;
    void *result;
};

struct pirn_frame *pirn__large_end(struct pirn_frame *self,
                                   struct pirn_worker *w);

/* Where the value of a child of a .fail_fast scope is looked at: the end of
 * the task, if its result is a signed integer of so many bytes. */
struct pirn_frame *pirn__fail_fast_end(unsigned size);

/* Gives the block of task back. */
void pirn__task_unmake(struct pirn__loop *loop, struct pirn_task *task);

#pragma GCC visibility pop

#endif
