/* Waiting for a time, and giving way, which is to wait for no time at all.
 * The task itself is the leaf of a sleep: its wait member is the timer. */
#include "runtime/wait/awaitable.h"

int64_t pirn_now(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop ? pirn__clock_now(loop->clock) : pirn__real_now();
}

static int begin(struct pirn_worker *w, int64_t time)
{
    struct pirn_task *task = w->current;
    if (pirn__refused(w))
        return pirn__refuse(w);
    pirn__timer_set(pirn__loop_of(w)->wheel, &task->wait.timer, time,
                    PIRN__TIMER_TASK);
    return pirn__wait_begin(w, PIRN__WAIT_SLEEP);
}

int pirn__sleep_briefly(struct pirn_worker *w, int64_t ns, enum pirn__wait how)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    int64_t time = pirn__time_soon(pirn__clock_now(loop->clock), ns);
    pirn__timer_set(loop->wheel, &w->current->wait.timer, time,
                    PIRN__TIMER_TASK);
    return pirn__wait_begin(w, how);
}

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__timer_unset(loop->wheel, &task->wait.timer);
    pirn__wait_cancelled(loop, task);
}

static void describe(FILE *out, const struct pirn_task *task)
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

PIRN__WAIT_KIND(SLEEP) = {
    .name = "sleeps", .interrupt = interrupt, .describe = describe};

static int begin_for(struct pirn_worker *w, int64_t ns)
{
    if (ns <= 0)
        return pirn__refused(w) ? pirn__refuse(w) : pirn__give_way(w, 0);
    int64_t now = pirn__clock_now(pirn__loop_of(w)->clock);
    return begin(w, ns < PIRN_NEVER - now ? now + ns : PIRN_NEVER);
}

PIRN__AWAITABLE(pirn_sleep, PIRN__HOLD_NONE, (int64_t, ns))
{
    return begin_for(w, ns);
}

PIRN__AWAITABLE(pirn_sleep_until, PIRN__HOLD_NONE, (int64_t, time))
{
    return begin(w, time);
}

PIRN__AWAITABLE(pirn_yield_now, PIRN__HOLD_NONE)
{
    return begin_for(w, 0);
}

struct pirn_frame *pirn__yield_refused(struct pirn_worker *w)
{
    pirn__refuse(w);
    return NULL;
}

/* Going on on another worker ----------------------------------------------- */

PIRN__AWAITABLE(pirn_move_to, PIRN__HOLD_NONE, (unsigned, worker))
{
    struct pirn__crew *crew = w->crew;
    struct pirn_task *task = w->current;
    if (pirn__refused(w))
        return pirn__refuse(w);
    unsigned to = crew ? worker % crew->count : 0;
    bool is_there = !crew || to == pirn__loop_of(w)->member.number;
    if (is_there && !pirn__exhausted(w))
        return 0;
    pirn__give_way(w, 0);
    if (is_there && crew)
        task->waits = PIRN__WAIT_ASSIGNED;
    if (is_there)
        return 0;
    task->waits = PIRN__WAIT_MOVE;
    task->wait.unused[0] = to;
    return 0;
}
