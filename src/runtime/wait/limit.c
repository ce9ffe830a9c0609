/* The limit of a scope: how many of its tasks may have begun and not ended.
 *
 * Those beyond are held back: they wait, as tasks do that are suspended, in
 * the order in which they were spawned, and with each end the first of them
 * begins. Each end is told by the scope's tally (tally.c), which owns the
 * limit; so a scope without one pays nothing, and what makes an end special,
 * such as a large result, .fail_fast or pirn_cancel, need not know of it.
 *
 * A cancellation changes nothing of that: no more of them run at once, and all
 * begin in the end, as any task that was spawned, and see that they are
 * cancelled. */
#include "runtime/runtime.h"
#include "runtime/wait/sync.h"

struct pirn__limit {
    PIRN__FRAME_HEADER;      /* for its size class */
    size_t left;             /* so many more may begin; 0 if any is held back */
    struct pirn__list *last; /* of those held back: see sync.h */
};

struct pirn__limit *pirn__limit_new(struct pirn__loop *loop, int64_t most)
{
    if (most <= 0)
        pirn__die("the limit of a scope is %lld: none of its tasks could ever "
                  "run",
                  (long long)most);
    struct pirn__limit *limit = pirn__frame_new(
        &loop->worker, sizeof *limit, _Alignof(struct pirn__limit), NULL, 0);
    limit->left = (size_t)most;
    limit->last = NULL;
    return limit;
}

static void keep_worker(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__prefix *prefix = pirn__prefix(task);
    if (task->waits == PIRN__WAIT_ASSIGNED)
        prefix->begins_on = (uint16_t)(loop->member.number + 1);
    else if (task->waits == PIRN__WAIT_MOVE)
        prefix->begins_on = (uint16_t)(task->wait.unused[0] + 1);
}

static void restore_worker(struct pirn__loop *loop, struct pirn_task *task)
{
    unsigned worker = pirn__prefix(task)->begins_on;
    if (worker == 0)
        return;
    task->waits = PIRN__WAIT_ASSIGNED;
    if (pirn__home(loop, task)->member.number == worker - 1)
        return;
    task->waits = PIRN__WAIT_MOVE;
    task->wait.unused[0] = worker - 1;
}

bool pirn__limit_admits(struct pirn__loop *loop, struct pirn_scope *s,
                        struct pirn__limit *limit, struct pirn_task *task)
{
    if (limit->left > 0) {
        limit->left--;
        return true;
    }
    if (pirn__unlikely(loop->worker.crew))
        keep_worker(loop, task);
    task->waits_since = loop->coarse | PIRN__WAIT_LIMIT;
    pirn__waiters_append(&limit->last, &task->wait.queue, s);
    return false;
}

void pirn__limit_ended(struct pirn__loop *loop, struct pirn__limit *limit)
{
    if (!limit->last) {
        limit->left++;
        return;
    }
    struct pirn_task *task =
        pirn__waiter_task(pirn__waiters_take(&limit->last));
    pirn__make_ready(loop, task, 0);
    if (pirn__unlikely(loop->worker.crew))
        restore_worker(loop, task);
}

static void describe(FILE *out, const struct pirn_task *task)
{
    fputs("is held back by the limit of ", out);
    pirn__hooks.dump_scope(out, task->wait.queue.object);
}

PIRN__WAIT_KIND(LIMIT) = {.name = "is held back by the limit of its scope",
                          .describe = describe};
