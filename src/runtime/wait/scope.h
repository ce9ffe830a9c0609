/* A scope: its tasks end, it is cancelled, somebody waits for the next of them
 * to end, some of them are held back.
 *
 * It lies in the frame of its owner, and closes when all its tasks have ended.
 * In a crew it may be shared: state.h tells who may touch it then. */
#ifndef PIRN_RUNTIME_SCOPE_H
#define PIRN_RUNTIME_SCOPE_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

/* scope.c ------------------------------------------------------------------ */

void pirn__scope_init(struct pirn_scope *s, struct pirn_scope *parent,
                      struct pirn_worker *w, struct pirn_task *owner);
/* The loop of s; aborts if that is not this thread's. `what` is called. */
struct pirn__loop *pirn__scope_loop(const struct pirn_scope *s,
                                    const char *what);
/* A task that belongs to s has ended: the last one, or each if that is being
 * told. ended is NULL if it has been freed. */
void pirn__scope_done(struct pirn__loop *loop, struct pirn_scope *s,
                      struct pirn_task *ended);
/* A message about s has been acted on. */
void pirn__scope_message_done(struct pirn__loop *loop, struct pirn_scope *s);
/* Sets the deadline of s, whose owner is at home here. */
void pirn__scope_move_deadline(struct pirn__loop *loop, struct pirn_scope *s,
                               int64_t time);

/* cancel.c ----------------------------------------------------------------- */

/* Where the cancellation of s began, or NULL. The barrier pairs with that of
 * mark() in cancel.c: a thread that sees the origin sees its reason. */
static inline struct pirn_scope *pirn__origin(const struct pirn_scope *s)
{
    return __atomic_load_n(&s->origin, __ATOMIC_ACQUIRE);
}

/* Cancels s for the reason given, unless it is cancelled already. */
void pirn__scope_stop(struct pirn_scope *s, struct pirn_cancel_reason why);
/* The deadline of s has come. */
void pirn__scope_expired(struct pirn_scope *s);
/* task, which is about to end and belongs to a .fail_fast scope, has given a
 * value that is negative. */
void pirn__scope_child_failed(struct pirn_task *task, int64_t value);
/* s is cancelled, or a scope of task around its own is: tells the tasks at
 * home here, or it. */
void pirn__cancel_spread(struct pirn__loop *loop, struct pirn_scope *s);
void pirn__cancel_reached(struct pirn__loop *loop, struct pirn_task *task);
/* Whether one of those scopes is cancelled. If that comes later than task to
 * its home, the home is told. */
bool pirn__is_reached(const struct pirn_task *task);
/* Cancels task, which is at home here. */
void pirn__cancel_task(struct pirn__loop *loop, struct pirn_task *task,
                       struct pirn_cancel_reason why);
/* Why s is cancelled; NULL: it is not. */
const struct pirn_cancel_reason *pirn__scope_reason(const struct pirn_scope *s);
/* Puts the reason into words, such as "it was cancelled in main, a.c:12". */
void pirn__reason_text(char *out, size_t size,
                       const struct pirn_cancel_reason *why);
/* Frees the cancel scope s, whose task has ended, and tells the scope around
 * it. */
void pirn__cancel_scope_end(struct pirn__loop *loop, struct pirn_scope *s,
                            struct pirn_task *ended);
/* A wait of a task whose innermost scope is s, which is cancelled, ends with
 * -ECANCELED. */
static inline void pirn__scope_failed_wait(struct pirn_scope *s)
{
    __atomic_store_n(&pirn__origin(s)->failed_wait, true, __ATOMIC_RELAXED);
}

/* tally.c ------------------------------------------------------------------ */

/* task has been spawned in s, which has a tally. Returns whether it is to be
 * made ready; else it is held back, and will be later. */
bool pirn__tally_spawned(struct pirn__loop *loop, struct pirn_scope *s,
                         struct pirn_task *task);
/* A task of s, which has a tally, has ended. */
void pirn__tally_tell(struct pirn__loop *loop, struct pirn_scope *s,
                      struct pirn_task *ended);
/* So many tasks of s have not ended. */
size_t pirn__tally_running(const struct pirn_scope *s);
/* s, which has a tally, closes: frees that. */
void pirn__tally_end(struct pirn__loop *loop, struct pirn_scope *s);
/* At most so many tasks of s, which has just been opened, are to run at once.
 * Aborts if that is none. */
void pirn__tally_limit(struct pirn_scope *s, int64_t most);

/* limit.c ------------------------------------------------------------------ */

struct pirn__limit;

struct pirn__limit *pirn__limit_new(struct pirn__loop *loop, int64_t most);
/* Whether task, which has been spawned in s, may begin. Else it waits. */
bool pirn__limit_admits(struct pirn__loop *loop, struct pirn_scope *s,
                        struct pirn__limit *limit, struct pirn_task *task);
/* A task that has begun has ended: lets the next begin. */
void pirn__limit_ended(struct pirn__loop *loop, struct pirn__limit *limit);

#pragma GCC visibility pop

#endif
