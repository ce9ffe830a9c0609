/* The limit of a scope: how many of its tasks may have begun and not ended.
 *
 * Those beyond are held back: they wait, as tasks do that are suspended, in
 * the order in which they were spawned, and with each end the first of them
 * begins. Each end is told by the scope's watch (watch.c), which owns the
 * limit; so a scope without one pays nothing, and what makes an end special,
 * such as a large result, .fail_fast or pirn_cancel, need not know of it.
 *
 * A cancellation changes nothing of that: no more of them run at once, and all
 * begin in the end, as any task that was spawned, and see that they are
 * cancelled. */
#include "runtime.h"

struct pirn__limit {
    PIRN__FRAME_HEADER;      /* for its size class */
    size_t left;             /* so many more may begin; 0 if any is held back */
    struct pirn__list *last; /* of those held back: see sync.c */
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

bool pirn__limit_admits(struct pirn__loop *loop, struct pirn_scope *s,
                        struct pirn__limit *limit, struct pirn_task *task)
{
    if (limit->left > 0) {
        limit->left--;
        return true;
    }
    task->waits_since = loop->coarse | PIRN__WAIT_LIMIT;
    pirn__waiters_append(&limit->last, task, s);
    return false;
}

void pirn__limit_ended(struct pirn__loop *loop, struct pirn__limit *limit)
{
    if (limit->last)
        pirn__make_ready(loop, pirn__waiters_take(&limit->last), 0);
    else
        limit->left++;
}

void pirn__limit_describe(FILE *out, const struct pirn_task *task)
{
    fputs("is held back by the limit of ", out);
    pirn__dump_scope(out, task->wait.queue.object);
}
