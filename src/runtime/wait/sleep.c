/* Waiting for a time, and giving way, which is to wait for no time at all.
 * The task itself is the leaf of a sleep: its wait member is the timer. */
#include "runtime/runtime.h"

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

/* The frame of a sleep that is spawned, or begun with the stack used up. */
struct sleeper {
    PIRN__FRAME_HEADER;
    int rc;
    int64_t time; /* or the number of a worker */
};

static struct pirn_frame *finish(struct pirn_worker *w, struct sleeper *self)
{
    return pirn__frame_finish(w, (struct pirn_frame *)self, self->rc);
}

static struct pirn_frame *wait_for(struct pirn_worker *w, struct sleeper *self)
{
    self->state = 1;
    pirn__frame_link(w, (struct pirn_frame *)self, &self->rc);
    return NULL;
}

static struct pirn_frame *sleep_step(struct pirn_frame *frame,
                                     struct pirn_worker *w)
{
    struct sleeper *self = (struct sleeper *)frame;
    if (self->state == 1)
        return finish(w, self);
    begin_for(w, self->time);
    return wait_for(w, self);
}

static struct pirn_frame *sleep_until_step(struct pirn_frame *frame,
                                           struct pirn_worker *w)
{
    struct sleeper *self = (struct sleeper *)frame;
    if (self->state == 1)
        return finish(w, self);
    begin(w, self->time);
    return wait_for(w, self);
}

PIRN__NATIVE(sleep_step, "pirn_sleep", NULL);
PIRN__NATIVE(sleep_until_step, "pirn_sleep_until", NULL);

static __attribute__((noinline)) int start(struct pirn_worker *w,
                                           pirn_step step, int64_t time)
{
    struct sleeper *self =
        pirn__frame_start(w, sizeof *self, _Alignof(struct sleeper), step);
    if (self)
        self->time = time;
    return 0;
}

int pirn_sleep(struct pirn_worker *w, int64_t ns)
{
    if (pirn__must_start(w))
        return start(w, sleep_step, ns);
    return begin_for(w, ns);
}

int pirn_sleep_until(struct pirn_worker *w, int64_t time)
{
    if (pirn__must_start(w))
        return start(w, sleep_until_step, time);
    return begin(w, time);
}

int pirn_yield_now(struct pirn_worker *w)
{
    if (pirn__must_start(w))
        return start(w, sleep_step, 0);
    return begin_for(w, 0);
}

struct pirn_frame *pirn__yield_refused(struct pirn_worker *w)
{
    pirn__refuse(w);
    return NULL;
}

/* Going on on another worker ----------------------------------------------- */

static int move_to(struct pirn_worker *w, int64_t number)
{
    struct pirn__crew *crew = w->crew;
    struct pirn_task *task = w->current;
    if (pirn__refused(w))
        return pirn__refuse(w);
    uint64_t to = crew ? (uint64_t)number % crew->count : 0;
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

static struct pirn_frame *move_step(struct pirn_frame *frame,
                                    struct pirn_worker *w)
{
    struct sleeper *self = (struct sleeper *)frame;
    if (self->state == 0) {
        self->rc = move_to(w, self->time);
        if (w->suspended)
            return wait_for(w, self);
    }
    return finish(w, self);
}

PIRN__NATIVE(move_step, "pirn_move_to", NULL);

int pirn_move_to(struct pirn_worker *w, unsigned worker)
{
    if (pirn__must_start(w))
        return start(w, move_step, worker);
    return move_to(w, worker);
}
