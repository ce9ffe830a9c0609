/* Waiting for the end of a task: await, and join, which a cancellation ends.
 *
 * A task that waits notes itself down as the other's waiter, and the end of
 * that brings the result: see task.c. One that has ended gives it at once.
 *
 * The scope that the task was spawned in may be shared: then both
 * sides look at each other with the lock. */
#include "runtime/wait/awaitable.h"
#include <errno.h>

static _Noreturn __attribute__((noinline, cold)) void
wait_misused(struct pirn_worker *w, const struct pirn_task *task)
{
    if (!task)
        pirn__die("a task that was not spawned is awaited");
    if (pirn__is_gone(pirn__loop_of(w), task))
        pirn__die("a task is awaited again, or after the end of its scope");
    if (task->waiter)
        pirn__die("two tasks wait for the same task");
    pirn__die("a task waits for itself");
}

struct pirn_task *pirn__to_be_waited_for(struct pirn_worker *w, void *handle)
{
    struct pirn_task *task = handle;
    if (pirn__unlikely(!task || pirn__is_gone(pirn__loop_of(w), task) ||
                       task->waiter || task == w->current))
        wait_misused(w, task);
    return task;
}

/* Suspends the running task, which waits for task to end. */
static inline int wait_for(struct pirn_worker *w, struct pirn_task *task,
                           enum pirn__wait how, size_t size)
{
    struct pirn_task *self = w->current;
    task->waiter = self;
    self->wait.join.task = task;
    self->wait.join.size = size;
    return pirn__wait_begin(w, how);
}

/* For who is about to touch what is the task's. */
static inline enum pirn__hold hold_spawn_scope(struct pirn_worker *w,
                                               const void *handle)
{
    const struct pirn_task *task = handle;
    if (pirn__likely(!w->crew) || !task ||
        pirn__is_gone(pirn__loop_of(w), task))
        return PIRN__HELD_ALREADY;
    return pirn__hold_scope(pirn__loop_of(w), pirn__prefix(task)->spawn_scope);
}

static __attribute__((noinline)) int
await_slowly(struct pirn_worker *w, void *handle, void *out, size_t size)
{
    enum pirn__hold hold = hold_spawn_scope(w, handle);
    struct pirn_task *task = pirn__to_be_waited_for(w, handle);
    int rc = pirn__has_flag(task, PIRN__TASK_ENDED)
                 ? pirn__task_collect(w, task, out, size)
                 : wait_for(w, task, PIRN__WAIT_AWAIT, size);
    pirn__release(pirn__loop_of(w), hold);
    return rc;
}

/* Beside other workers, what is more than a look at a usual task that is this
 * worker's alone. */
static __attribute__((noinline)) int
await_flagged(struct pirn_worker *w, void *handle, void *out, size_t size)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *task = handle;
    if (pirn__unlikely(!pirn__is_usual_in_crew(task) ||
                       !pirn__hold_simply(loop)))
        return await_slowly(w, handle, out, size);
    const struct pirn_scope *spawn_scope = pirn__prefix(task)->spawn_scope;
    if (pirn__unlikely(!spawn_scope || pirn__is_shared(spawn_scope) ||
                       task->waiter)) {
        pirn__go_outside(&loop->member);
        return await_slowly(w, handle, out, size);
    }
    int rc = wait_for(w, task, PIRN__WAIT_AWAIT, size);
    pirn__go_outside(&loop->member);
    return rc;
}

/* A task that has not ended, beside no other workers. */
int pirn__await_task(struct pirn_worker *w, void *handle, void *out,
                     size_t size)
{
    struct pirn_task *task = handle;
    if (pirn__unlikely(!task || task == w->current))
        return await_slowly(w, handle, out, size);
    if (pirn__unlikely(pirn__has_flag(task, PIRN__TASK_ENDED | PIRN__TASK_SLOW |
                                                PIRN__TASK_IN_CREW)))
        return await_flagged(w, handle, out, size);
    if (pirn__unlikely(task->waiter || task->waits == PIRN__WAIT_GONE))
        return await_slowly(w, handle, out, size);
    return wait_for(w, task, PIRN__WAIT_AWAIT, size);
}

static int join(struct pirn_worker *w, void *handle, void *out, size_t size)
{
    struct pirn_task *task = pirn__to_be_waited_for(w, handle);
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (pirn__has_flag(task, PIRN__TASK_ENDED))
        return pirn__task_collect(w, task, out, size);
    w->current->wait.join.out = out;
    return wait_for(w, task, PIRN__WAIT_JOIN, size);
}

PIRN__AWAITABLE_AS(pirn__join, "pirn_join", PIRN__HOLD_NONE, (void *, task),
                   (void *, out), (size_t, size))
{
    enum pirn__hold hold = hold_spawn_scope(w, task);
    int rc = join(w, task, out, size);
    pirn__release(pirn__loop_of(w), hold);
    return rc;
}

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__spawn_scope_settle(loop, task->wait.join.task);
    if (pirn__has_flag(task->wait.join.task, PIRN__TASK_ENDED))
        return; /* elsewhere, and its value is on the way */
    pirn__unwait(task->wait.join.task);
    pirn__wait_cancelled(loop, task);
}

static void describe(FILE *out, const struct pirn_task *task)
{
    fputs(task->waits == PIRN__WAIT_AWAIT ? "awaits " : "joins ", out);
    pirn__hooks.dump_task(out, task->wait.join.task);
}

static struct pirn_task *joined(const struct pirn_task *task)
{
    return task->wait.join.task;
}

PIRN__WAIT_KIND(JOIN) = {.name = "joins a task",
                         .interrupt = interrupt,
                         .describe = describe,
                         .holder = joined};

PIRN__WAIT_KIND(AWAIT) = {
    .name = "awaits a task", .describe = describe, .holder = joined};
