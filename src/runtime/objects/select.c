/* Select: one of several clauses is done.
 *
 *  1. The clauses are tried in their order: the first that need not wait is
 *     done, and that is all. A fair select looks at all of them, and chooses
 *     among those that need not wait.
 *  2. If none is, they are all made to wait, each in its place: in a queue of
 *     its channel, as the waiter of its task, at the driver; of the times only
 *     the earliest, by the timer of the task itself.
 *  3. Whatever comes first decides: the others leave their places before
 *     anything else can happen, so they are as if they had never been tried.
 *  4. The task goes on when it is decided and the driver has given back what
 *     it was told to forget.
 *
 * The clauses lie in the memory of the caller. What they need to wait lies in
 * the frame, which is taken only for that. */
#include "runtime/base/fault.h"
#include "runtime/base/tables.h"
#include "runtime/objects/chan.h"
#include "runtime/objects/io.h"
#include <pirn/select.h>

/* Of a clause that waits. */
struct queued {
    struct pirn__waiter waiter; /* in the queue of a channel */
    struct selection *selection;
    int index;     /* of the clause */
    bool is_taken; /* in that queue, or as the waiter of a task */
};

struct polling {
    struct pirn__io io;
    struct selection *selection; /* while the driver has io; else NULL */
    int index;
};

/* The frame of a select that is spawned, begun with the stack used up, or that
 * gives way and begins again. */
struct selector {
    PIRN__FRAME_HEADER;
    int rc;
    const struct pirn_clause *clauses;
    int count;
    bool is_fair;
    struct pirn__patience patience;
};

enum { IS_DONE = 1, IS_AGAIN = 2 }; /* its states */

static int give_receivers_a_turn(struct pirn_worker *w,
                                 const struct pirn_clause *clauses, int count,
                                 bool is_fair, struct selector *again);

struct selection {
    PIRN__FRAME_HEADER;
    int result;  /* the index, or -ECANCELED; valid when is_decided */
    int pending; /* operations that the driver has */
    bool is_decided;
    bool is_settled; /* and all is done that its home has to do */
    bool is_timed;   /* the task's timer is set */
    int earliest;    /* for the clause of this index */
    int count;       /* of clauses */
    struct pirn_task *task;
    const struct pirn_clause *clauses;
    struct polling *pollings;
    struct queued queued[]; /* one for each clause, in the order in which they
                              were taken; behind them the pollings, one for
                              each clause that is polled */
};

/* 1. Trying ---------------------------------------------------------------- */

static int try_join(struct pirn_worker *w, const struct pirn_clause *clause)
{
    struct pirn_task *task = pirn__to_be_waited_for(w, clause->object);
    if (!pirn__has_flag(task, PIRN__TASK_ENDED))
        return -EAGAIN;
    pirn__task_take_result(task, clause->item, clause->size);
    pirn__task_free(pirn__loop_of(w), task);
    return 0;
}

static int try_poll(const struct pirn_clause *clause)
{
    struct pollfd p = {.fd = clause->fd, .events = (short)clause->events};
    int saved = errno, n;
    do
        n = PIRN__SYSTEM(POLL, poll(&p, 1, 0));
    while (n < 0 && errno == EINTR);
    n = n < 0 ? -errno : n;
    errno = saved;
    if (n <= 0)
        return n < 0 ? n : -EAGAIN;
    return p.revents & POLLNVAL ? -EBADF : p.revents;
}

static inline __attribute__((always_inline)) int
try_clause(struct pirn_worker *w, const struct pirn_clause *clause)
{
    switch ((enum pirn__clause_kind)clause->kind) {
    case PIRN__CLAUSE_RECV:
        return clause->object ? pirn__chan_take(w, clause->object, clause->item,
                                                clause->size)
                              : -EAGAIN;
    case PIRN__CLAUSE_SEND:
        return clause->object ? pirn__chan_put(w, clause->object, clause->item,
                                               clause->size)
                              : -EAGAIN;
    case PIRN__CLAUSE_JOIN:
        return clause->object ? try_join(w, clause) : -EAGAIN;
    case PIRN__CLAUSE_POLL:
        return try_poll(clause);
    case PIRN__CLAUSE_AFTER:
        return clause->time <= 0 ? 0 : -EAGAIN;
    case PIRN__CLAUSE_UNTIL:
        return clause->time <= pirn__clock_now(pirn__loop_of(w)->clock)
                   ? 0
                   : -EAGAIN;
    }
    return -EAGAIN;
}

/* Does the first that is ready. Returns its index; -1: none is. */
static int try_in_order(struct pirn_worker *w,
                        const struct pirn_clause *clauses, int count)
{
    for (int i = 0; i < count; i++) {
        int rc = try_clause(w, &clauses[i]);
        if (rc != -EAGAIN)
            return pirn__select_done(&clauses[i], rc, i);
    }
    return -1;
}

int pirn__select_try(struct pirn_worker *w, const struct pirn_clause *clause)
{
    return try_clause(w, clause);
}

static int try_all(struct pirn_worker *w, const struct pirn_clause *clauses,
                   int count, bool is_fair)
{
    if (!is_fair)
        return try_in_order(w, clauses, count);
    int index = pirn__select_fairly(w, clauses, count, false);
    return index < 0 ? pirn__select_fairly(w, clauses, count, true) : index;
}

/* 3. Deciding -------------------------------------------------------------- */

/* Of what the clause waits for, where the lock is held. */
static void break_leases(struct pirn__loop *loop,
                         const struct pirn_clause *clause)
{
    if (clause->kind == PIRN__CLAUSE_JOIN)
        pirn__spawn_scope_settle(loop, clause->object);
    else
        pirn__lease_break(loop, &((struct pirn_chan *)clause->object)->lease);
}

static void leave(struct pirn__loop *loop, const struct pirn_clause *clause,
                  struct queued *queued)
{
    if (!queued->is_taken)
        return;
    queued->is_taken = false;
    if (pirn__unlikely(loop->worker.crew))
        break_leases(loop, clause);
    if (clause->kind == PIRN__CLAUSE_RECV)
        pirn__chan_leave_receivers(&queued->waiter);
    else if (clause->kind == PIRN__CLAUSE_SEND)
        pirn__chan_leave_senders(&queued->waiter);
    else
        pirn__unwait(clause->object);
}

static void go_on(struct pirn__loop *loop, struct selection *self)
{
    if (self->is_decided && !self->pending)
        pirn__make_ready(loop, self->task, 0);
}

static struct selection *selection_of(struct pirn_task *task)
{
    return (struct selection *)task->leaf.caller;
}

/* What is left to do where the task is at home. */
static void go_home(struct pirn__loop *loop, struct selection *self)
{
    self->is_settled = true;
    if (self->is_timed)
        pirn__timer_unset(loop->wheel, &self->task->wait.timer);
    for (int left = self->pending, i = 0; left; i++)
        if (self->pollings[i].selection) {
            loop->driver_ops->cancel(loop->driver, &self->pollings[i].io);
            left--;
        }
    go_on(loop, self);
}

/* From now on nothing ends the wait of self but decide(). */
static void leave_all(struct pirn__loop *loop, struct selection *self)
{
    self->is_decided = true;
    for (int i = 0; i < self->count; i++)
        leave(loop, &self->clauses[self->queued[i].index], &self->queued[i]);
}

/* The clause of that index is done, with rc, and stands nowhere any more; or
 * the index is -ECANCELED. */
static void decide(struct pirn__loop *loop, struct selection *self, int index,
                   int rc)
{
    self->result = index;
    if (index >= 0 && self->clauses[index].rc)
        *self->clauses[index].rc = rc;
    leave_all(loop, self);
    if (pirn__likely(pirn__home(loop, self->task) == loop) ||
        (!self->is_timed && !self->pending &&
         pirn__crew_takes_over(loop, self->task)))
        go_home(loop, self);
    else
        pirn__task_post(self->task);
}

/* It has been decided on another worker. */
static void arrived(struct pirn__loop *loop, struct pirn_task *task)
{
    bool entered = pirn__enter(loop);
    go_home(loop, selection_of(task));
    pirn__leave(loop, entered);
}

void pirn__select_claim(struct pirn__loop *loop, struct pirn__waiter *waiter)
{
    struct queued *queued = pirn__container_of(waiter, struct queued, waiter);
    queued->is_taken = false;
    leave_all(loop, queued->selection);
}

void pirn__select_commit(struct pirn__loop *loop, struct pirn__waiter *waiter,
                         int rc)
{
    struct queued *queued = pirn__container_of(waiter, struct queued, waiter);
    queued->is_taken = false;
    decide(loop, queued->selection, queued->index, rc);
}

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct selection *self = selection_of(task);
    if (self->is_decided)
        return;
    pirn__scope_failed_wait(task->scope);
    decide(loop, self, -ECANCELED, 0);
}

static void expired(struct pirn__loop *loop, struct pirn_task *task)
{
    struct selection *self = selection_of(task);
    bool entered = pirn__enter(loop);
    self->is_timed = false;
    if (!self->is_decided)
        decide(loop, self, self->earliest, 0);
    pirn__leave(loop, entered);
}

static void joined(struct pirn__loop *loop, struct pirn_task *task,
                   const struct pirn_task *ended)
{
    struct selection *self = selection_of(task);
    struct queued *queued = self->queued;
    const struct pirn_clause *clause;
    for (;; queued++) {
        clause = &self->clauses[queued->index];
        if (clause->kind == PIRN__CLAUSE_JOIN && clause->object == ended)
            break;
    }
    queued->is_taken = false;
    pirn__task_take_result(ended, clause->item, clause->size);
    decide(loop, self, queued->index, 0);
}

PIRN__WAIT_KIND(SELECT) = {.name = "waits in a select",
                           .interrupt = interrupt,
                           .expired = expired,
                           .joined = joined,
                           .arrived = arrived};

void pirn__select_polled(struct pirn__loop *loop, struct pirn__io *io)
{
    struct polling *polling = pirn__container_of(io, struct polling, io);
    struct selection *self = polling->selection;
    bool entered = pirn__enter(loop);
    polling->selection = NULL;
    self->pending--;
    loop->outside--;
    if (!self->is_decided)
        decide(loop, self, polling->index, (int)io->result);
    else if (self->is_settled)
        go_on(loop, self);
    pirn__leave(loop, entered);
}

/* 2. Waiting --------------------------------------------------------------- */

/* Which clause takes its place when: in a fair select at random, as of two that
 * wait for the same channel the first is served. */
static void order_queued(struct pirn_worker *w, struct selection *self,
                         bool is_fair)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    for (int i = 0; i < self->count; i++) {
        int j = is_fair && !loop->test
                    ? (int)(pirn__random(&loop->random) % (unsigned)(i + 1))
                    : i;
        self->queued[i].index = self->queued[j].index;
        self->queued[j].index = i;
    }
}

static void queue_clause(struct pirn_worker *w, struct selection *self,
                         struct queued *queued)
{
    const struct pirn_clause *clause = &self->clauses[queued->index];
    queued->is_taken = false;
    if (clause->kind > PIRN__CLAUSE_JOIN || !clause->object)
        return;
    queued->is_taken = true;
    queued->selection = self;
    queued->waiter.item = clause->item;
    if (clause->kind == PIRN__CLAUSE_SEND)
        pirn__chan_await_room(w->runtime, clause->object, &queued->waiter,
                              PIRN__LINK_CLAUSE);
    else if (clause->kind == PIRN__CLAUSE_RECV)
        pirn__chan_await_item(w->runtime, clause->object, &queued->waiter,
                              PIRN__LINK_CLAUSE);
    else
        pirn__to_be_waited_for(w, clause->object)->waiter = w->current;
}

/* True if the event has come at once. */
static bool wait_for_event(struct pirn__loop *loop, struct selection *self,
                           struct polling *polling, int index)
{
    const struct pirn_clause *clause = &self->clauses[index];
    polling->selection = NULL;
    polling->index = index;
    polling->io.fd = clause->fd;
    polling->io.kind = PIRN__IO_POLL;
    polling->io.is_clause = true;
    polling->io.events = (short)clause->events;
    if (pirn__io_submit(loop, &polling->io))
        return true;
    polling->selection = self;
    self->pending++;
    loop->outside++;
    return false;
}

/* When the clause of a time is due. */
static int64_t time_of(struct pirn__loop *loop,
                       const struct pirn_clause *clause)
{
    int64_t now;
    if (clause->kind == PIRN__CLAUSE_UNTIL)
        return clause->time;
    now = pirn__clock_now(loop->clock);
    return clause->time < PIRN_NEVER - now ? now + clause->time : PIRN_NEVER;
}

static void set_timer(struct pirn__loop *loop, struct selection *self)
{
    int64_t earliest = PIRN_NEVER;
    for (int i = 0; i < self->count; i++) {
        const struct pirn_clause *clause = &self->clauses[i];
        if (!pirn__is_time(clause))
            continue;
        int64_t time = time_of(loop, clause);
        if (time < earliest) {
            earliest = time;
            self->earliest = i;
        }
    }
    if (earliest == PIRN_NEVER)
        return;
    self->is_timed = true;
    pirn__timer_set(loop->wheel, &self->task->wait.timer, earliest,
                    PIRN__TIMER_TASK);
}

static void set_events(struct pirn__loop *loop, struct selection *self)
{
    struct polling *polling = self->pollings;
    for (int i = 0; i < self->count; i++) {
        if (self->clauses[i].kind != PIRN__CLAUSE_POLL)
            continue;
        if (wait_for_event(loop, self, polling, i)) {
            decide(loop, self, i, (int)polling->io.result);
            return;
        }
        polling++;
    }
}

static struct pirn_frame *selection_step(struct pirn_frame *frame,
                                         struct pirn_worker *w)
{
    return pirn__frame_finish(w, frame, ((struct selection *)frame)->result);
}

PIRN__NATIVE(selection_step, "pirn_select", NULL);

static struct selection *selection_new(struct pirn_worker *w, int count,
                                       size_t polls)
{
    size_t size = sizeof(struct selection) +
                  (size_t)count * sizeof(struct queued) +
                  polls * sizeof(struct polling);
    struct selection *self =
        pirn__frame_new(w, size, _Alignof(struct selection), selection_step, 1);
    self->pending = 0;
    self->is_decided = self->is_settled = self->is_timed = false;
    self->task = w->current;
    self->count = count;
    self->pollings = (struct polling *)(self->queued + count);
    return self;
}

static __attribute__((noinline)) int
wait_for_all(struct pirn_worker *w, const struct pirn_clause *clauses,
             int count, bool is_fair, struct selector *again)
{
    size_t polls = 0;
    bool is_timed = false, is_patient = false;
    if (count < 0)
        pirn__die("a select of %d clauses", count);
    for (int i = 0; i < count; i++) {
        if (clauses[i].kind > PIRN__CLAUSE_UNTIL)
            pirn__die("a select whose clause %d was made by none of PIRN_RECV "
                      "and the like",
                      i);
        polls += clauses[i].kind == PIRN__CLAUSE_POLL;
        is_timed |= pirn__is_time(&clauses[i]);
        is_patient |= clauses[i].kind == PIRN__CLAUSE_SEND &&
                      clauses[i].object && pirn__chan_cuts(clauses[i].object);
    }
    if (is_patient)
        return give_receivers_a_turn(w, clauses, count, is_fair, again);
    struct selection *self = selection_new(w, count, polls);
    self->clauses = clauses;
    (void)pirn__wait_begin(w, PIRN__WAIT_SELECT);
    pirn__frame_link(w, (struct pirn_frame *)self, NULL);
    order_queued(w, self, is_fair);
    for (int i = 0; i < count; i++)
        queue_clause(w, self, &self->queued[i]);
    if (is_timed)
        set_timer(pirn__loop_of(w), self);
    if (polls)
        set_events(pirn__loop_of(w), self);
    return 0;
}

/* Entering ----------------------------------------------------------------- */

/* again is the frame of one that has given way; else NULL. */
static __attribute__((noinline)) int begin(struct pirn_worker *w,
                                           const struct pirn_clause *clauses,
                                           int count, bool is_fair,
                                           struct selector *again)
{
    if (pirn__refused(w))
        return pirn__refuse(w);
    int index = try_all(w, clauses, count, is_fair);
    if (index >= 0)
        return pirn__exhausted(w) ? pirn__give_way(w, index) : index;
    return wait_for_all(w, clauses, count, is_fair, again);
}

static int begin_in_crew(struct pirn_worker *w,
                         const struct pirn_clause *clauses, int count,
                         bool is_fair, struct selector *again)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    bool entered = pirn__enter(loop);
    for (int i = 0; i < count; i++) {
        if (clauses[i].kind <= PIRN__CLAUSE_SEND && clauses[i].object)
            pirn__chan_settle(loop, clauses[i].object);
        else if (clauses[i].kind == PIRN__CLAUSE_JOIN && clauses[i].object)
            pirn__spawn_scope_settle(loop, clauses[i].object);
    }
    int rc = begin(w, clauses, count, is_fair, again);
    pirn__leave(loop, entered);
    return rc;
}

static inline int begin_now(struct pirn_worker *w,
                            const struct pirn_clause *clauses, int count,
                            bool is_fair, struct selector *again)
{
    return pirn__unlikely(w->crew)
               ? begin_in_crew(w, clauses, count, is_fair, again)
               : begin(w, clauses, count, is_fair, again);
}

static struct pirn_frame *selector_step(struct pirn_frame *frame,
                                        struct pirn_worker *w)
{
    struct selector *self = (struct selector *)frame;
    struct pirn__loop *loop = pirn__loop_of(w);
    if (self->state == IS_DONE)
        return pirn__frame_finish(w, frame, self->rc);
    if (self->state == IS_AGAIN && pirn__patience_lasts(w, &self->patience)) {
        pirn__frame_link(w, frame, NULL);
        return NULL;
    }
    if (self->state == IS_AGAIN)
        pirn__patience_try(w, &self->patience);
    self->state = IS_DONE;
    self->rc = begin_now(w, self->clauses, self->count, self->is_fair, self);
    loop->late = 0;
    if (!w->suspended)
        return pirn__frame_finish(w, frame, self->rc);
    pirn__frame_link(w, frame, self->state == IS_DONE ? &self->rc : NULL);
    return NULL;
}

PIRN__NATIVE(selector_step, "pirn_select", NULL);

static void selector_init(struct selector *self,
                          const struct pirn_clause *clauses, int count,
                          bool is_fair)
{
    self->clauses = clauses;
    self->count = count;
    self->is_fair = is_fair;
    self->patience = (struct pirn__patience){0};
}

/* A clause sends to a broadcast that cuts slow receivers off, and there are
 * some: they may show that they only receive. */
static int give_receivers_a_turn(struct pirn_worker *w,
                                 const struct pirn_clause *clauses, int count,
                                 bool is_fair, struct selector *again)
{
    struct selector *self = again;
    if (self) {
        pirn__patience_again(w, &self->patience);
    } else {
        self = pirn__frame_new(w, sizeof *self, _Alignof(struct selector),
                               selector_step, 0);
        selector_init(self, clauses, count, is_fair);
        pirn__patience_begin(w, &self->patience);
        pirn__frame_link(w, (struct pirn_frame *)self, NULL);
    }
    self->state = IS_AGAIN;
    return 0;
}

/* Apart, so that the usual way saves no registers. */
static __attribute__((noinline)) int
begin_later(struct pirn_worker *w, const struct pirn_clause *clauses, int count,
            int is_fair)
{
    struct selector *self = pirn__frame_start(
        w, sizeof *self, _Alignof(struct selector), selector_step);
    if (self)
        selector_init(self, clauses, count, is_fair);
    return 0;
}

int pirn__select(struct pirn_worker *w, const struct pirn_clause *clauses,
                 int count, int is_fair)
{
    if (pirn__unlikely(!clauses && count > 0))
        pirn__is_null("pirn_select_from", "array of clauses");
    return pirn__must_start(w) ? begin_later(w, clauses, count, is_fair)
                               : begin_now(w, clauses, count, is_fair, NULL);
}
