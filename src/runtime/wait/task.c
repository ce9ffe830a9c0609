/* Tasks: ended, and freed. How they are made is in spawn.c, how they are waited
 * for in join.c.
 *
 * The last frame of a task returns to pirn__task_end, which delivers the
 * result. */
#include "runtime/runtime.h"
#include "runtime/wait/block.h"
#include "runtime/wait/lease.h"
#include <stdlib.h>

#define INLINE inline __attribute__((always_inline))

static struct pirn_frame *task_end(struct pirn_frame *self,
                                   struct pirn_worker *w);

struct pirn_frame pirn__task_end = {.step = task_end};

/* Blocks ------------------------------------------------------------------- */

/* Puts a block, the info of which is its class, on the list of that. */
static inline void list_push(struct pirn__loop *loop, void *block,
                             unsigned class_)
{
    *(void **)block = loop->worker.free[class_];
    loop->worker.free[class_] = block;
}

static inline void block_push(struct pirn__loop *loop, void *block,
                              unsigned class_)
{
    ((struct pirn_frame *)block)->info = (uint16_t)class_;
    list_push(loop, block, class_);
}

void pirn__task_unmake(struct pirn__loop *loop, struct pirn_task *task)
{
    char *block = (char *)task + sizeof *task - pirn__offset_in(loop);
    task->waits = PIRN__WAIT_GONE;
    if (pirn__unlikely(loop->worker.crew)) {
        pirn__prefix(task)->spawn_scope = NULL;
        if (pirn__prefix(task)->messages) {
            pirn__prefix(task)->is_freed = true;
            return;
        }
    }
    if (task->flags & PIRN__TASK_WIDE)
        block = *pirn__wide_block(loop, task);
    if (task->class_ == PIRN__CLASS_MALLOC)
        pirn__block_free(loop, block);
    else
        block_push(loop, block, task->class_);
}

struct pirn_frame *pirn__large_end(struct pirn_frame *self,
                                   struct pirn_worker *w)
{
    struct pirn_task *task = w->current;
    task->wait.large = (struct pirn__large *)self;
    pirn__set_flag(task, PIRN__TASK_LARGE | PIRN__TASK_SLOW);
    return task_end(&pirn__task_end, w);
}

void pirn__task_message_done(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__prefix *prefix = pirn__prefix(task);
    pirn__spawn_scope_settle(loop, task);
    if (--prefix->messages == 0 && prefix->is_freed)
        pirn__task_unmake(loop, task);
}

void pirn__task_free(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__list_remove(&task->siblings);
    if (!pirn__has_flag(task, PIRN__TASK_ENDED) && task->scope->is_cancel_scope)
        task->scope->owner = NULL; /* it is just about to have ended */
    if (pirn__unlikely(task->flags & PIRN__TASK_NAMED))
        pirn__name_forget(loop, task);
    if (task->flags & PIRN__TASK_LARGE)
        free(task->wait.large);
    pirn__task_unmake(loop, task);
}

/* The same, where mostly the block just goes back to its list. */
static inline void task_free(struct pirn__loop *loop, struct pirn_task *task)
{
    if (pirn__unlikely(task->flags & (PIRN__TASK_SLOW | PIRN__TASK_IN_CREW))) {
        pirn__task_free(loop, task);
    } else {
        pirn__list_remove(&task->siblings);
        task->waits = PIRN__WAIT_GONE;
        block_push(loop, task, task->class_);
    }
}

/* Ending ------------------------------------------------------------------- */

static inline void take_result(const struct pirn_task *task, void *out,
                               size_t size)
{
    if (!out)
        return;
    if (pirn__unlikely(task->flags & PIRN__TASK_LARGE))
        memcpy(out, task->wait.large->result, size);
    else if (size == sizeof(int))
        memcpy(out, task->wait.result, sizeof(int));
    else if (size == sizeof(long))
        memcpy(out, task->wait.result, sizeof(long));
    else
        memcpy(out, task->wait.result, size);
}

void pirn__task_take_result(const struct pirn_task *task, void *out,
                            size_t size)
{
    take_result(task, out, size);
}

int pirn__task_collect(struct pirn_worker *w, struct pirn_task *task, void *out,
                       size_t size)
{
    take_result(task, out, size);
    task_free(pirn__loop_of(w), task);
    return 0;
}

/* Gives the result of task to the one that waits for it, and lets that go on
 * at once, in the turn that task had. */
static inline struct pirn_frame *hand_over(struct pirn_worker *w,
                                           struct pirn_task *task,
                                           struct pirn_task *waiter)
{
    void *value = waiter->leaf.result;
    if (waiter->waits == PIRN__WAIT_AWAIT) {
        /* Not an int, as other waits have. */
        take_result(task, value, waiter->wait.join.size);
    } else {
        take_result(task, waiter->wait.join.out, waiter->wait.join.size);
        if (value)
            *(int *)value = 0;
    }
    waiter->waits = PIRN__WAIT_NONE;
    pirn__set_current(w, waiter);
    return waiter->leaf.caller;
}

static __attribute__((noinline)) struct pirn_frame *
tell_scope(struct pirn__loop *loop, struct pirn_scope *scope,
           struct pirn_task *ended, struct pirn_frame *next)
{
    pirn__scope_done(loop, scope, ended);
    return next;
}

/* A task of scope no longer counts; ended is it, or NULL if it is freed.
 * Returns next. */
static inline struct pirn_frame *leave(struct pirn__loop *loop,
                                       struct pirn_scope *scope,
                                       struct pirn_task *ended,
                                       struct pirn_frame *next)
{
    loop->tasks--;
    if (pirn__unlikely(--scope->running == 0) && scope->waiting)
        return tell_scope(loop, scope, ended, next);
    return next;
}

/* The same, if that is another worker's: it goes on there. What it awaits has
 * no place yet, as its frames may not be linked; so it takes the value along.
 */
static void send_result(struct pirn__loop *loop, struct pirn_task *task,
                        struct pirn_task *waiter)
{
    size_t size = waiter->wait.join.size;
    if (waiter->waits == PIRN__WAIT_JOIN) {
        take_result(task, waiter->wait.join.out, size);
        pirn__make_ready(loop, waiter, 0);
        return;
    }
    memcpy(&waiter->wait, &task->wait, sizeof waiter->wait);
    if (pirn__has_flag(task, PIRN__TASK_LARGE))
        pirn__set_flag(waiter, PIRN__TASK_LARGE);
    pirn__clear_flag(task, PIRN__TASK_LARGE);
    waiter->waits = PIRN__WAIT_VALUE;
    pirn__prefix(waiter)->size = size;
    pirn__task_post(waiter);
}

/* task, which awaited it, has come home. */
static void arrived(struct pirn__loop *loop, struct pirn_task *task)
{
    take_result(task, task->leaf.result, pirn__prefix(task)->size);
    if (task->flags & PIRN__TASK_LARGE)
        free(task->wait.large);
    pirn__clear_flag(task, PIRN__TASK_LARGE);
    task->leaf.result = NULL;
    task->waits = PIRN__WAIT_NONE;
    enum pirn__hold hold = pirn__hold_own(loop);
    pirn__ring_push(&loop->member.queue, task);
    pirn__release(loop, hold);
}

PIRN__WAIT_KIND(VALUE) = {.name = "is ready", .arrived = arrived};

/* The same, if that one waits for something else too: it is only told. */
static inline struct pirn_frame *give_result(struct pirn_worker *w,
                                             struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *waiter = task->waiter;
    const struct pirn__wait_kind *kind = pirn__wait_kinds[waiter->waits];
    if (pirn__unlikely(kind->joined)) {
        kind->joined(loop, waiter, task);
        return NULL;
    }
    if (pirn__unlikely(pirn__home(loop, waiter) != loop)) {
        send_result(loop, task, waiter);
        return NULL;
    }
    return hand_over(w, task, waiter);
}

/* If it has failed, by a value that is not 0, its .fail_fast scope is
 * cancelled. As its end came first, whoever waits for the task gets its value
 * before that, though it may be in that scope. */
static struct pirn_frame *end(struct pirn_worker *w, struct pirn_task *task,
                              int64_t failure)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *scope = task->scope;
    struct pirn_task *ended = NULL;
    struct pirn_frame *next = NULL;
    if (task->waiter)
        next = give_result(w, task);
    if (pirn__unlikely(failure))
        pirn__scope_child_failed(task, failure);
    if (task->waiter || task->flags & PIRN__TASK_DETACHED) {
        task_free(loop, task);
    } else {
        pirn__set_flag(task, PIRN__TASK_ENDED);
        ended = task;
    }
    return leave(loop, scope, ended, next);
}

/* Gives the result of task to waiter, if that awaits it and it is of a usual
 * size. Returns whether it is. */
static INLINE bool give_usual(const struct pirn_task *task,
                              struct pirn_task *waiter)
{
    void *value = waiter->leaf.result;
    size_t size = waiter->wait.join.size;
    if (waiter->waits != PIRN__WAIT_AWAIT)
        return false;
    if (value && pirn__likely(size == sizeof(long)))
        memcpy(value, task->wait.result, sizeof(long));
    else if (value && pirn__likely(size == sizeof(int)))
        memcpy(value, task->wait.result, sizeof(int));
    else if (value)
        return false;
    waiter->waits = PIRN__WAIT_NONE;
    return true;
}

/* True if tasks of several workers may look at the end of task. */
static inline bool is_common(struct pirn__loop *loop,
                             const struct pirn_task *task,
                             const struct pirn_scope *spawn_scope)
{
    const struct pirn_task *waiter = pirn__waiter(task);
    if (task->scope->is_cancel_scope)
        return true;
    if (waiter && (waiter->waits == PIRN__WAIT_SELECT ||
                   pirn__home(loop, waiter) != loop))
        return true;
    return pirn__is_shared(spawn_scope) &&
           (spawn_scope->tally || !spawn_scope->owner ||
            pirn__home(loop, spawn_scope->owner) != loop);
}

/* The cancel functions of operations that are to stop, as the task that has
 * ended has failed, are called now. It may be gone: so they are called outside
 * of any task, unless another one goes on. */
static void release_after_end(struct pirn_worker *w, enum pirn__hold hold,
                              bool goes_on)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *ended = w->current;
    bool is_outside = !goes_on && loop->member.to_stop;
    if (pirn__unlikely(is_outside))
        pirn__set_current(w, NULL);
    pirn__release(loop, hold);
    if (pirn__unlikely(is_outside))
        pirn__set_current(w, ended); /* a trace compares it */
}

/* Its scope may be over before others get at it: so it is closed, if it is,
 * with the lock held. */
static struct pirn_frame *end_in_crew(struct pirn_worker *w,
                                      struct pirn_task *task, int64_t failure)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *spawn_scope = pirn__prefix(task)->spawn_scope;
    enum pirn__hold hold = pirn__hold_scope(loop, spawn_scope);
    if (hold == PIRN__BY_LEASE &&
        (failure || is_common(loop, task, spawn_scope))) {
        hold = pirn__hold_by_lock(loop);
        pirn__scope_settle(loop, spawn_scope);
    }
    bool is_root = !spawn_scope->parent;
    struct pirn_frame *next = end(w, task, failure);
    if (pirn__unlikely(is_root) && spawn_scope->running == 0 &&
        spawn_scope->messages == 0)
        pirn__crew_root_ended(loop);
    release_after_end(w, hold, next != NULL);
    return next;
}

static __attribute__((noinline)) struct pirn_frame *
end_slowly(struct pirn_worker *w, struct pirn_task *task, int64_t failure)
{
    return pirn__unlikely(w->crew) ? end_in_crew(w, task, failure)
                                   : end(w, task, failure);
}

/* task, a usual one beside other workers, ends, in a scope that is this
 * worker's alone: so nobody else knows of it, and no message names it. If
 * somebody awaits it, its result is handed over, and the task freed; and
 * *next goes on. Returns false, and does nothing, if that is not as simple. */
static INLINE bool end_own(struct pirn_worker *w, struct pirn_task *task,
                           struct pirn_frame **next)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *waiter;
    if (pirn__unlikely(pirn__is_shared(task->scope) ||
                       !(waiter = task->waiter) || !give_usual(task, waiter)))
        return false;
    pirn__set_current(w, waiter);
    pirn__list_remove(&task->siblings);
    pirn__prefix(task)->spawn_scope = NULL;
    list_push(loop, pirn__prefix(task), task->class_);
    *next = waiter->leaf.caller;
    return true;
}

static __attribute__((noinline)) struct pirn_frame *
end_usual(struct pirn_worker *w, struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *scope = task->scope;
    struct pirn_frame *next;
    enum pirn__hold hold = pirn__hold_own(loop);
    bool has_ended = end_own(w, task, &next);
    if (has_ended)
        next = leave(loop, scope, NULL, next);
    pirn__release(loop, hold);
    return has_ended ? next : end_slowly(w, task, 0);
}

/* Of a task that has ended, as pirn__hold_simply was called before. */
static __attribute__((noinline)) struct pirn_frame *
tell_own_scope(struct pirn__loop *loop, struct pirn_scope *scope,
               struct pirn_frame *next)
{
    pirn__scope_done(loop, scope, NULL);
    pirn__go_outside(&loop->member);
    return next;
}

/* The same with what is common first. */
static INLINE struct pirn_frame *end_simply(struct pirn_worker *w,
                                            struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *scope = task->scope;
    struct pirn_frame *next;
    if (pirn__unlikely(!pirn__hold_simply(loop)))
        return end_usual(w, task);
    if (pirn__unlikely(!end_own(w, task, &next))) {
        pirn__go_outside(&loop->member);
        return end_slowly(w, task, 0);
    }
    loop->tasks--;
    if (pirn__unlikely(--scope->running == 0) && scope->waiting)
        return tell_own_scope(loop, scope, next);
    pirn__go_outside(&loop->member);
    return next;
}

/* With a flag set, most often PIRN__TASK_DETACHED, or beside other workers. */
static __attribute__((noinline)) struct pirn_frame *
end_flagged(struct pirn_worker *w, struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_scope *scope = task->scope;
    if (pirn__likely(pirn__is_usual_in_crew(task)))
        return end_simply(w, task);
    if (pirn__unlikely(task->flags != PIRN__TASK_DETACHED || task->waiter))
        return end_slowly(w, task, 0);
    task_free(loop, task);
    return leave(loop, scope, NULL, NULL);
}

/* The common cases without a call: it is awaited, and its result is taken
 * over in one move; or nobody waits for it yet. */
static struct pirn_frame *task_end(struct pirn_frame *self,
                                   struct pirn_worker *w)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *task = w->current;
    struct pirn_scope *scope = task->scope;
    (void)self;
    if (task->flags) /* always, where other workers may look at it */
        return end_flagged(w, task);
    struct pirn_task *waiter = task->waiter;
    if (!waiter) {
        pirn__set_flag(task, PIRN__TASK_ENDED);
        return leave(loop, scope, task, NULL);
    }
    if (!give_usual(task, waiter))
        return end_slowly(w, task, 0);
    pirn__set_current(w, waiter);
    pirn__list_remove(&task->siblings);
    task->waits = PIRN__WAIT_GONE;
    list_push(loop, task, task->class_);
    return leave(loop, scope, NULL, waiter->leaf.caller);
}

static struct pirn_frame *checked_end(struct pirn_worker *w, int64_t value)
{
    return pirn__unlikely(value < 0) ? end_slowly(w, w->current, value)
                                     : task_end(&pirn__task_end, w);
}

#define CHECKED_END(TYPE)                                                      \
    static struct pirn_frame *TYPE##_end(struct pirn_frame *self,              \
                                         struct pirn_worker *w)                \
    {                                                                          \
        TYPE value;                                                            \
        (void)self;                                                            \
        memcpy(&value, w->current->wait.result, sizeof value);                 \
        return checked_end(w, value);                                          \
    }

CHECKED_END(int8_t)
CHECKED_END(int16_t)
CHECKED_END(int32_t)
CHECKED_END(int64_t)

struct pirn_frame *pirn__fail_fast_end(unsigned size)
{
    /* By the logarithm of the size. */
    static struct pirn_frame ends[] = {
        {.step = int8_t_end},
        {.step = int16_t_end},
        {.step = int32_t_end},
        {.step = int64_t_end},
    };
    return &ends[__builtin_ctz(size)];
}
