/* The kinds of waits: what the rest of the runtime has to know of each. */
#include "debug.h"
#include "io.h"
#include "runtime.h"
#include "select.h"
#include "sync.h"
#include <errno.h>

void pirn__wait_cancelled(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__scope_failed_wait(task->scope);
    pirn__make_ready(loop, task, -ECANCELED);
}

/* For dumps ---------------------------------------------------------------- */

static void describe_sleep(FILE *out, const struct pirn_task *task)
{
    struct pirn__loop *loop = pirn__loop_of(task->scope->worker);
    int64_t time = pirn__timer_time(&task->wait.timer);
    int64_t now = pirn__clock_now(loop->clock);
    if (!task->wait.timer.node.next) /* PIRN_NEVER sets no timer */
        fputs("sleeps for ever", out);
    else
        fprintf(out, "sleeps, %.3f s to go",
                time > now ? (double)(time - now) / 1e9 : 0);
}

static void describe_join(FILE *out, const struct pirn_task *task)
{
    fputs(task->waits == PIRN__WAIT_AWAIT ? "awaits " : "joins ", out);
    pirn__dump_task(out, task->wait.join.task);
}

static struct pirn_task *joined(const struct pirn_task *task)
{
    return task->wait.join.task;
}

/* The next task of the scope, after the node, that has not ended. */
static struct pirn_task *next_child(const struct pirn_scope *scope,
                                    const struct pirn__list *node)
{
    while ((node = node->next) != &scope->tasks) {
        struct pirn_task *child =
            pirn__container_of(node, struct pirn_task, siblings);
        if (!pirn__has_flag(child, PIRN__TASK_ENDED))
            return child;
    }
    return NULL;
}

static struct pirn_task *first_child(const struct pirn_task *task)
{
    return next_child(task->scope, &task->scope->tasks);
}

static void describe_scope(FILE *out, const struct pirn_task *task)
{
    enum { LISTED = 3 };
    const struct pirn_scope *scope = task->scope;
    const struct pirn_task *child = first_child(task);
    fputs("waits at the end of ", out);
    pirn__dump_scope(out, scope);
    for (int i = 0; child && i < LISTED; i++) {
        fputs(i ? ", " : " for ", out);
        pirn__dump_task(out, child);
        child = next_child(scope, &child->siblings);
    }
    size_t running = pirn__watch_running(scope);
    if (running > LISTED)
        fprintf(out, " and %zu more", running - LISTED);
}

/* -------------------------------------------------------------------------- */

const struct pirn__wait_kind pirn__wait_kinds[PIRN__WAITS] = {
    [PIRN__WAIT_NONE] = {.name = "is ready"},
    [PIRN__WAIT_SLEEP] = {.name = "sleeps",
                          .interrupt = pirn__sleep_interrupt,
                          .describe = describe_sleep},
    [PIRN__WAIT_REFUSED] = {.name = "is refused its waits",
                            .interrupt = pirn__sleep_interrupt,
                            .describe = pirn__refusal_describe},
    [PIRN__WAIT_SUSPEND] = {.name = "waits for pirn_complete",
                            .interrupt = pirn__suspend_interrupt},
    [PIRN__WAIT_IO] = {.name = "waits for a descriptor",
                       .interrupt = pirn__io_interrupt,
                       .describe = pirn__io_describe},
    [PIRN__WAIT_JOIN] = {.name = "joins a task",
                         .interrupt = pirn__join_interrupt,
                         .describe = describe_join,
                         .holder = joined},
    [PIRN__WAIT_AWAIT] = {.name = "awaits a task",
                          .describe = describe_join,
                          .holder = joined},
    [PIRN__WAIT_SCOPE] = {.name = "waits for the tasks of a scope",
                          .describe = describe_scope,
                          .holder = first_child},
    [PIRN__WAIT_ALL] = {.name = "is in pirn_all",
                        .interrupt = pirn__watch_interrupt},
    [PIRN__WAIT_FIRST] = {.name = "is in pirn_first",
                          .interrupt = pirn__watch_interrupt},
    [PIRN__WAIT_MUTEX] = {.name = "locks a mutex",
                          .interrupt = pirn__mutex_interrupt,
                          .holder = pirn__mutex_holder},
    [PIRN__WAIT_RELOCK] = {.name = "has been signalled, and takes its mutex "
                                   "again",
                           .holder = pirn__mutex_holder},
    [PIRN__WAIT_RELOCK_CANCELLED] = {.name = "waited for a condition until "
                                             "cancelled, and takes its mutex "
                                             "again",
                                     .holder = pirn__mutex_holder},
    [PIRN__WAIT_CONDITION] = {.name = "waits for a condition",
                              .interrupt = pirn__condition_interrupt},
    [PIRN__WAIT_READ] = {.name = "locks an rwlock for reading",
                         .interrupt = pirn__rwlock_interrupt,
                         .holder = pirn__rwlock_holder},
    [PIRN__WAIT_WRITE] = {.name = "locks an rwlock for writing",
                          .interrupt = pirn__rwlock_interrupt,
                          .holder = pirn__rwlock_holder},
    [PIRN__WAIT_SEMAPHORE] = {.name = "waits for a semaphore",
                              .interrupt = pirn__semaphore_interrupt},
    [PIRN__WAIT_EVENT] = {.name = "waits for an event",
                          .interrupt = pirn__event_interrupt},
    [PIRN__WAIT_ONCE] = {.name = "waits for what is done once",
                         .interrupt = pirn__once_interrupt,
                         .holder = pirn__once_holder},
    [PIRN__WAIT_GROUP] = {.name = "waits for a wait group",
                          .interrupt = pirn__group_interrupt},
    [PIRN__WAIT_SEND] = {.name = "waits to send on a channel",
                         .interrupt = pirn__send_interrupt},
    [PIRN__WAIT_RECV] = {.name = "waits to receive from a channel",
                         .interrupt = pirn__recv_interrupt},
    [PIRN__WAIT_PLACED] = {.name = "is ready"},
    [PIRN__WAIT_MOVE] = {.name = "goes to another worker"},
    [PIRN__WAIT_VALUE] = {.name = "is ready"},
    [PIRN__WAIT_SELECT] = {.name = "waits in a select",
                           .interrupt = pirn__select_interrupt},
    [PIRN__WAIT_LIMIT] = {.name = "is held back by the limit of its scope",
                          .describe = pirn__limit_describe},
};
