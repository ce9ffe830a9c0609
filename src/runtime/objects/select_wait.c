/* A select in which no clause is ready waits for all of them.
 *
 *  2. Each is made to wait in its own way: in a queue of its channel, among the
 *     waiters of its lock, as the waiter of its task, at the driver; of the
 *     times only the earliest, by the timer of the task itself.
 *  3. Whatever comes first decides: the others leave their queues before
 *     anything else can happen, so they are as if they had never been tried.
 *  4. The task goes on when it is decided and the driver has given back what
 *     it was told to forget.
 *
 * What is waited for by tasks, too, and has a file of its own, knows its
 * waiters as sync.h has them, and gives the first of them what it waits for, be
 * it a task or a clause: won() is told of that. */
#include "runtime/base/fault.h"
#include "runtime/base/tables.h"
#include "runtime/objects/chan.h"
#include "runtime/objects/io.h"
#include "runtime/wait/sync.h"
#include <pirn/signal.h>
#include <poll.h>

const struct pirn__wait_kind *
pirn__clause_wait_kind(const struct pirn_clause *clause)
{
    const struct pirn__wait_kind *kind = NULL;
    if (clause->kind >= PIRN__WAIT_OWN && clause->kind < PIRN__WAIT_NUMBERS)
        kind = pirn__wait_kinds[clause->kind];
    return kind && kind->attempt ? kind : NULL;
}

/* Where a clause is that waits. */
enum {
    NOWHERE,
    QUEUED, /* or the waiter of a task */
    LEFT    /* out of its queue, which others behind it are yet to be told */
};

struct polling {
    struct pirn__io io;
    struct selection *selection; /* while the driver has io; else NULL */
    int index;
};

struct selection {
    PIRN__FRAME_HEADER;
    int result;  /* the index, or -ECANCELED; valid when is_decided */
    int pending; /* operations that the driver has */
    bool is_decided;
    bool is_settled; /* and all is done that its home has to do */
    bool is_timed;   /* the task's timer is set */
    bool is_unsent;  /* the clause that is done is still to send its item */
    bool has_left;   /* there are clauses that have LEFT */
    int earliest;    /* for the clause of this index */
    int count;       /* of clauses */
    struct pirn_task *task;
    const struct pirn_clause *clauses;
    struct polling *pollings;
    struct selection *next;         /* in loop->leaving */
    const struct pirn_clause *lent; /* has given something up meanwhile; NULL:
                                       none has */
    /* One for each clause, in the order in which they joined their queues;
     * behind them the pollings, one for each clause that is polled. */
    struct pirn__waiting_clause waiting[];
};

/* 3. Deciding -------------------------------------------------------------- */

/* Returns where it is now. */
static int leave_own(struct pirn__waiting_clause *self)
{
    const struct pirn__wait_kind *kind = pirn__clause_wait_kind(self->clause);
    if (kind->leave)
        kind->leave(self);
    else
        pirn__waiters_remove(
            &pirn__waiters_of(kind, self->clause->object)->last, &self->queued);
    return kind->left ? LEFT : NOWHERE;
}

static void leave_channel(struct pirn__loop *loop,
                          struct pirn__waiting_clause *self)
{
    enum pirn__hold held = PIRN__HELD_ALREADY;
    struct pirn_chan *c = self->clause->object;
    if (pirn__unlikely(loop->worker.crew) &&
        !pirn__lease_is_of_crew(pirn__chan_lease(c)))
        held = pirn__chan_hold(loop, c, pirn__chan_is_not_alone);
    if (self->clause->kind == PIRN__CLAUSE_RECV)
        pirn__chan_leave_receivers(&self->in_channel);
    else
        pirn__chan_leave_senders(&self->in_channel);
    pirn__release(loop, held);
}

static void leave(struct pirn__loop *loop, struct pirn__waiting_clause *self)
{
    if (self->where != QUEUED)
        return;
    self->where = NOWHERE;
    if (self->clause->kind <= PIRN__CLAUSE_SEND) {
        leave_channel(loop, self);
    } else if (self->clause->kind == PIRN__CLAUSE_JOIN) {
        pirn__spawn_scope_settle(loop, self->clause->object);
        pirn__unwait(self->clause->object);
    } else {
        self->where = (uint8_t)leave_own(self);
    }
}

static void go_on(struct pirn__loop *loop, struct selection *self)
{
    if (!self->is_decided || self->pending)
        return;
    if (pirn__unlikely(self->lent != NULL) && !self->is_unsent)
        pirn__clause_wait_kind(self->lent)->regain(self->task, self->lent);
    else
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
            pirn__io_cancel(loop, &self->pollings[i].io);
            left--;
        }
    go_on(loop, self);
}

/* From now on nothing ends the wait of self but decide(). */
static void leave_all(struct pirn__loop *loop, struct selection *self)
{
    self->is_decided = true;
    for (int i = 0; i < self->count; i++) {
        leave(loop, &self->waiting[i]);
        self->has_left |= self->waiting[i].where == LEFT;
    }
}

static void tell_those_behind(const struct selection *self)
{
    for (int i = 0; i < self->count; i++)
        if (self->waiting[i].where == LEFT) {
            const struct pirn_clause *clause = self->waiting[i].clause;
            pirn__clause_wait_kind(clause)->left(clause->object);
        }
}

/* Lets those have it who waited behind the clauses of self. They may be clauses
 * of selects that are decided by that, and that leave others in their turn: the
 * outermost call sees to all of them, so that the stack does not grow. */
static void tell_others(struct pirn__loop *loop, struct selection *self)
{
    struct selection *other = (struct selection *)loop->leaving;
    self->has_left = false;
    self->next = other ? other->next : NULL;
    if (other) {
        other->next = self;
        return;
    }
    for (; self; self = self->next) {
        loop->leaving = (struct pirn_frame *)self;
        tell_those_behind(self);
    }
    loop->leaving = NULL;
}

/* The clause of that index is done, with rc, and stands nowhere any more; or
 * the index is -ECANCELED. */
static void decide(struct pirn__loop *loop, struct selection *self, int index,
                   int rc)
{
    self->result = index;
    self->is_unsent = rc == PIRN__NOT_SENT_YET;
    if (index >= 0 && self->clauses[index].rc)
        *self->clauses[index].rc = rc;
    leave_all(loop, self);
    if (pirn__likely(pirn__home(loop, self->task) == loop) ||
        (!self->is_timed && !self->pending &&
         pirn__crew_takes_over(loop, self->task)))
        go_home(loop, self);
    else
        pirn__task_post(self->task);
    if (pirn__unlikely(self->has_left))
        tell_others(loop, self);
}

/* It has been decided on another worker. */
static void arrived(struct pirn__loop *loop, struct pirn_task *task)
{
    bool entered = pirn__enter(loop);
    go_home(loop, selection_of(task));
    pirn__leave(loop, entered);
}

static struct pirn__waiting_clause *clause_at(struct pirn__waiter *waiter)
{
    return pirn__container_of(waiter, struct pirn__waiting_clause, in_channel);
}

static void claimed(struct pirn__loop *loop,
                    struct pirn__waiting_clause *waiting)
{
    waiting->where = NOWHERE;
    leave_all(loop, selection_of(waiting->task));
}

void pirn__select_claim(struct pirn__loop *loop, struct pirn__waiter *waiter)
{
    claimed(loop, clause_at(waiter));
}

static void won(struct pirn__loop *loop, struct pirn__waiting_clause *waiting,
                int rc)
{
    struct selection *self = selection_of(waiting->task);
    waiting->where = NOWHERE;
    decide(loop, self, (int)(waiting->clause - self->clauses), rc);
}

void pirn__select_commit(struct pirn__loop *loop, struct pirn__waiter *waiter,
                         int rc)
{
    won(loop, clause_at(waiter), rc);
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
    struct pirn__waiting_clause *waiting = self->waiting;
    while (waiting->clause->kind != PIRN__CLAUSE_JOIN ||
           waiting->clause->object != ended)
        waiting++;
    pirn__task_take_result(ended, waiting->clause->item, waiting->clause->size);
    won(loop, waiting, 0);
}

PIRN__WAIT_KIND(SELECT) = {.name = "waits in a select",
                           .interrupt = interrupt,
                           .expired = expired,
                           .joined = joined,
                           .arrived = arrived,
                           .won = won,
                           .claimed = claimed};

/* 2. Waiting --------------------------------------------------------------- */

/* Which clause joins its queue when: in a fair select at random, as of two that
 * wait for the same thing the first is served. */
static void order_clauses(struct pirn_worker *w, struct selection *self,
                          bool is_fair)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    for (int i = 0; i < self->count; i++) {
        int j = is_fair && !loop->test
                    ? (int)(pirn__random(&loop->random) % (unsigned)(i + 1))
                    : i;
        self->waiting[i].clause = self->waiting[j].clause;
        self->waiting[j].clause = &self->clauses[i];
    }
}

static void enter_own(struct pirn_worker *w, struct pirn__waiting_clause *self)
{
    const struct pirn_clause *clause = self->clause;
    const struct pirn__wait_kind *kind = pirn__clause_wait_kind(clause);
    if (kind->enter)
        kind->enter(w, self);
    else
        pirn__clause_enter(pirn__waiters_of(kind, clause->object), self);
}

static void enter(struct pirn_worker *w, struct pirn__waiting_clause *self)
{
    const struct pirn_clause *clause = self->clause;
    self->where = NOWHERE;
    if (pirn__is_polled(clause) || pirn__is_time(clause) || !clause->object)
        return;
    self->where = QUEUED;
    self->task = w->current;
    self->in_channel.item = clause->item;
    if (clause->kind == PIRN__CLAUSE_SEND)
        pirn__chan_await_room(w->runtime, clause->object, &self->in_channel,
                              PIRN__LINK_CLAUSE);
    else if (clause->kind == PIRN__CLAUSE_RECV)
        pirn__chan_await_item(w->runtime, clause->object, &self->in_channel,
                              PIRN__LINK_CLAUSE);
    else if (clause->kind == PIRN__CLAUSE_JOIN)
        pirn__to_be_waited_for(w, clause->object)->waiter = w->current;
    else
        enter_own(w, self);
}

/* What the clause comes to, now that the event is there; -EAGAIN: nothing, as
 * somebody else has accepted the connection, or taken the signal. */
static int take_event(struct pirn__loop *loop, const struct polling *polling)
{
    const struct pirn_clause *clause =
        &polling->selection->clauses[polling->index];
    int rc = (int)polling->io.result;
    if (rc >= 0 && clause->kind == PIRN__CLAUSE_ACCEPT)
        return pirn__accept_now(loop, clause->fd, clause->place);
    if (rc >= 0 && clause->kind == PIRN__CLAUSE_SIGNAL)
        return pirn_signal_try_next(clause->item);
    return rc;
}

/* Returns what the clause comes to, if that need not wait; else -EAGAIN, and
 * the driver has its operation. */
static int wait_for_event(struct pirn__loop *loop, struct polling *polling)
{
    int rc = -EAGAIN;
    while (rc == -EAGAIN) {
        polling->io.state = 0;
        if (!pirn__io_submit(loop, &polling->io)) {
            polling->selection->pending++;
            loop->outside++;
            return -EAGAIN;
        }
        rc = take_event(loop, polling);
    }
    polling->selection = NULL;
    return rc;
}

struct pirn_task *pirn__select_task(const struct pirn__io *io)
{
    return pirn__container_of(io, struct polling, io)->selection->task;
}

/* The driver has given the operation back. */
static void polled(struct pirn__loop *loop, struct pirn__io *io)
{
    struct polling *polling = pirn__container_of(io, struct polling, io);
    struct selection *self = polling->selection;
    bool entered = pirn__enter(loop);
    self->pending--;
    loop->outside--;
    if (!self->is_decided) {
        int rc = take_event(loop, polling);
        if (rc == -EAGAIN)
            rc = wait_for_event(loop, polling);
        if (rc != -EAGAIN) {
            polling->selection = NULL;
            decide(loop, self, polling->index, rc);
        }
    } else {
        polling->selection = NULL;
        if (self->is_settled)
            go_on(loop, self);
    }
    pirn__leave(loop, entered);
}

static const struct pirn__io_kind POLL_CLAUSE = {
    .name = "pirn_select",
    .awaits = "an event",
    .side = PIRN__IO_POLLERS,
    .attempt = pirn__io_poll_attempt,
    .complete = polled,
};

static void init_polling(struct polling *polling, struct selection *self,
                         int index)
{
    const struct pirn_clause *clause = &self->clauses[index];
    bool is_read = clause->kind != PIRN__CLAUSE_POLL;
    polling->selection = self;
    polling->index = index;
    polling->io.fd = clause->fd;
    polling->io.kind = &POLL_CLAUSE;
    polling->io.events = (short)(is_read ? POLLIN : clause->events);
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
        if (!pirn__is_polled(&self->clauses[i]))
            continue;
        init_polling(polling, self, i);
        int rc = wait_for_event(loop, polling++);
        if (rc != -EAGAIN) {
            decide(loop, self, i, rc);
            return;
        }
    }
}

/* All clauses wait. What the task has held up to now may be what others wait
 * for, and these may decide the select at once. */
static void lend(struct pirn_worker *w, struct selection *self)
{
    for (int i = 0; i < self->count && !self->is_decided; i++) {
        const struct pirn_clause *clause = &self->clauses[i];
        const struct pirn__wait_kind *kind = pirn__clause_wait_kind(clause);
        if (!kind || !kind->lend || !clause->object)
            continue;
        const struct pirn_clause *other = self->lent;
        self->lent = other ? other : clause;
        kind->lend(w, clause, other);
    }
}

/* It is the turn of a sender that has waited for all receivers of a broadcast:
 * before the task has what it has lent again, as others may need the broadcast
 * to give that back. */
static void send_now(struct pirn_worker *w, struct selection *self)
{
    const struct pirn_clause *clause = &self->clauses[self->result];
    int rc =
        pirn__chan_send_outside(w, clause->object, clause->item, clause->size);
    self->is_unsent = false;
    if (clause->rc)
        *clause->rc = rc;
}

static struct pirn_frame *regain(struct pirn_worker *w, struct selection *self)
{
    const struct pirn_clause *lent = self->lent;
    self->lent = NULL;
    (void)pirn__wait_begin(w, PIRN__WAIT_SELECT);
    pirn__frame_link(w, (struct pirn_frame *)self, NULL);
    pirn__clause_wait_kind(lent)->regain(w->current, lent);
    return NULL;
}

static struct pirn_frame *selection_step(struct pirn_frame *frame,
                                         struct pirn_worker *w)
{
    struct selection *self = (struct selection *)frame;
    if (pirn__unlikely(self->is_unsent)) {
        send_now(w, self);
        if (self->lent)
            return regain(w, self);
    }
    return pirn__frame_finish(w, frame, self->result);
}

PIRN__NATIVE(selection_step, "pirn_select", NULL);

static struct selection *selection_new(struct pirn_worker *w, int count,
                                       size_t polls)
{
    size_t size = sizeof(struct selection) +
                  (size_t)count * sizeof(struct pirn__waiting_clause) +
                  polls * sizeof(struct polling);
    struct selection *self =
        pirn__frame_new(w, size, _Alignof(struct selection), selection_step, 1);
    self->pending = 0;
    self->lent = NULL;
    self->is_decided = self->is_settled = self->is_timed = false;
    self->is_unsent = self->has_left = false;
    self->task = w->current;
    self->count = count;
    self->pollings = (struct polling *)(self->waiting + count);
    return self;
}

int pirn__select_wait(struct pirn_worker *w, const struct pirn_clause *clauses,
                      int count, bool is_fair)
{
    size_t polls = 0;
    bool is_timed = false, lends = false;
    for (int i = 0; i < count; i++) {
        polls += pirn__is_polled(&clauses[i]);
        is_timed |= pirn__is_time(&clauses[i]);
        lends |= clauses[i].kind >= PIRN__CLAUSE_OWN;
    }
    struct selection *self = selection_new(w, count, polls);
    self->clauses = clauses;
    self->task->wait.timer.node.next = NULL; /* it is not set */
    (void)pirn__wait_begin(w, PIRN__WAIT_SELECT);
    pirn__frame_link(w, (struct pirn_frame *)self, NULL);
    order_clauses(w, self, is_fair);
    for (int i = 0; i < count; i++)
        enter(w, &self->waiting[i]);
    if (is_timed)
        set_timer(pirn__loop_of(w), self);
    if (polls)
        set_events(pirn__loop_of(w), self);
    if (lends)
        lend(w, self);
    return 0;
}
