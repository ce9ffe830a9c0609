/* A task, from being spawned to being freed.
 *
 * At most one task waits for its end, its `waiter`. If one does, or if it is
 * detached, it is freed at its end. Else it is kept, with its result in its
 * `wait`, until it is awaited or the scope that it was spawned in is left. */
#ifndef PIRN_RUNTIME_TASK_H
#define PIRN_RUNTIME_TASK_H

#include "runtime/base/common.h"
#include "runtime/base/tables.h"

#pragma GCC visibility push(hidden)

enum {
    PIRN__TASK_ENDED = 1,
    PIRN__TASK_DETACHED = 2, /* frees itself at its end */
    PIRN__TASK_LARGE = 4,    /* its result is in wait.large */
    PIRN__TASK_SLOW = 8,     /* there is more to freeing it than to put its
                               block on the list of its class */
    PIRN__TASK_WIDE = 16,    /* its frame is over-aligned in its block */
    PIRN__TASK_REFUSED = 32, /* a wait of it has been refused: see cancel.c */
    PIRN__TASK_IN_CREW = 64, /* it has a prefix. If there is no other flag, that
                                is all there is to it */
    PIRN__TASK_NAMED = 128   /* pirn_name has named it: see name.c */
};

_Static_assert(sizeof(struct pirn_task) == 80, "bytes are time");
_Static_assert(offsetof(struct pirn_task, site) + 2 ==
                   offsetof(struct pirn_frame, info),
               "a block keeps its size class");

/* Only a task's home writes its flags; others may look at them. */
static inline bool pirn__has_flag(const struct pirn_task *task, unsigned flag)
{
    return __atomic_load_n(&task->flags, __ATOMIC_RELAXED) & flag;
}

/* True if it is beside other workers, and there is nothing else to it. */
static inline bool pirn__is_usual_in_crew(const struct pirn_task *task)
{
    return PIRN__LOOK_AT(task->flags) == PIRN__TASK_IN_CREW;
}

static inline void pirn__set_flag(struct pirn_task *task, unsigned flag)
{
    __atomic_store_n(&task->flags, (uint8_t)(task->flags | flag),
                     __ATOMIC_RELAXED);
}

static inline void pirn__clear_flag(struct pirn_task *task, unsigned flag)
{
    __atomic_store_n(&task->flags, (uint8_t)(task->flags & ~flag),
                     __ATOMIC_RELAXED);
}

/* task.c: made, ended ------------------------------------------------------ */

/* Copies the result, of size bytes, of an ended task to *out. */
void pirn__task_take_result(const struct pirn_task *task, void *out,
                            size_t size);
/* The same, and frees that. Returns 0. */
int pirn__task_collect(struct pirn_worker *w, struct pirn_task *task, void *out,
                       size_t size);
/* A message about task has been acted on. */
void pirn__task_message_done(struct pirn__loop *loop, struct pirn_task *task);
/* Frees an ended task. */
void pirn__task_free(struct pirn__loop *loop, struct pirn_task *task);
/* The link that a first frame is given: ends the current task. */
extern struct pirn_frame pirn__task_end;

/* join.c: waited for ------------------------------------------------------- */

/* The task that handle is; aborts if the running task may not wait for it. */
struct pirn_task *pirn__to_be_waited_for(struct pirn_worker *w, void *handle);
/* The task that waits for this one, or NULL: a hint unless its scope is held.
 */
static inline struct pirn_task *pirn__waiter(const struct pirn_task *task)
{
    return __atomic_load_n(&task->waiter, __ATOMIC_RELAXED);
}
/* Nobody waits for task any more. (The end of it may look at the same time: it
 * looks again, with the lock.) */
static inline void pirn__unwait(struct pirn_task *task)
{
    __atomic_store_n(&task->waiter, NULL, __ATOMIC_RELAXED);
}

/* name.c ------------------------------------------------------------------- */

/* What pirn_name has called task; NULL: nothing. */
const char *pirn__name_of(struct pirn__loop *loop,
                          const struct pirn_task *task);
/* Before task, which is PIRN__TASK_NAMED, is freed. */
void pirn__name_forget(struct pirn__loop *loop, struct pirn_task *task);
/* Notes down the names of all tasks in the trace. */
void pirn__names_trace(struct pirn__loop *loop);

#pragma GCC visibility pop

#endif
