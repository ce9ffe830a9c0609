/* Select: one of several clauses is done.
 *
 *  1. The clauses are tried in their order: the first that need not wait is
 *     done, and that is all. A fair select looks at all of them, and chooses
 *     among those that need not wait.
 *  2. If none is, they are all made to wait: select_wait.c.
 *
 * The clauses lie in the memory of the caller. What they need to wait lies in a
 * frame, which is taken only for that. */
#include "runtime/base/fault.h"
#include "runtime/base/tables.h"
#include "runtime/objects/chan.h"
#include "runtime/objects/io.h"
#include "runtime/wait/sync.h"
#include <pirn/signal.h>
#include <poll.h>

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

static int try_poll(int fd, int events)
{
    struct pollfd p = {.fd = fd, .events = (short)events};
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

static int try_own(struct pirn_worker *w, const struct pirn_clause *clause,
                   bool does)
{
    const struct pirn__wait_kind *kind = pirn__clause_wait_kind(clause);
    return kind && clause->object ? kind->attempt(w, clause, does) : -EAGAIN;
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
        return try_poll(clause->fd, clause->events);
    case PIRN__CLAUSE_ACCEPT:
        return pirn__accept_now(pirn__loop_of(w), clause->fd, clause->place);
    case PIRN__CLAUSE_SIGNAL:
        return pirn_signal_try_next(clause->item);
    case PIRN__CLAUSE_AFTER:
        return clause->time <= 0 ? 0 : -EAGAIN;
    case PIRN__CLAUSE_UNTIL:
        return clause->time <= pirn__clock_now(pirn__loop_of(w)->clock)
                   ? 0
                   : -EAGAIN;
    case PIRN__CLAUSE_OWN:
        break;
    }
    return try_own(w, clause, true);
}

/* In the place of an index: the clause is done but for that it is still to send
 * its item, when nothing is held. */
enum { UNSENT = INT_MIN, NONE = -1 };

/* The clause of that index is done, with rc. */
static inline int done(const struct pirn_clause *clause, int rc, int index)
{
    if (pirn__unlikely(rc == PIRN__NOT_SENT_YET))
        return UNSENT + index;
    if (clause->rc)
        *clause->rc = rc;
    return index;
}

/* Does the first that is ready. Returns its index; NONE: none is. */
static int try_in_order(struct pirn_worker *w,
                        const struct pirn_clause *clauses, int count)
{
    for (int i = 0; i < count; i++) {
        int rc = try_clause(w, &clauses[i]);
        if (rc != -EAGAIN)
            return done(&clauses[i], rc, i);
    }
    return NONE;
}

/* True of those that have an effect, so that to look at them is not to do them.
 */
static bool has_effect(const struct pirn_clause *clause)
{
    return clause->kind <= PIRN__CLAUSE_JOIN ||
           clause->kind >= PIRN__CLAUSE_ACCEPT;
}

/* -EAGAIN if the clause would have to wait, and does nothing. Else it is ready;
 * unless it has an effect, this is its result. */
static int look_at(struct pirn_worker *w, const struct pirn_clause *clause)
{
    bool is_ready = false;
    if (!has_effect(clause))
        return try_clause(w, clause);
    if (clause->kind >= PIRN__CLAUSE_OWN)
        return try_own(w, clause, false);
    if (pirn__is_polled(clause))
        return try_poll(clause->fd, POLLIN);
    if (!clause->object)
        return -EAGAIN;
    if (clause->kind == PIRN__CLAUSE_RECV)
        is_ready = pirn__chan_can_take(clause->object);
    else if (clause->kind == PIRN__CLAUSE_SEND)
        is_ready = pirn__chan_can_put(w, clause->object);
    else
        is_ready = pirn__has_flag(pirn__to_be_waited_for(w, clause->object),
                                  PIRN__TASK_ENDED);
    return is_ready ? 0 : -EAGAIN;
}

/* Does one of those that are ready, each with the same probability: the nth of
 * them that is met takes the place of the one chosen before in one case of n
 * (Vitter, "Random sampling with a reservoir", 1985). Times are apart. Returns
 * its index; NONE: none is ready. */
static int try_fairly(struct pirn_worker *w, const struct pirn_clause *clauses,
                      int count, bool times)
{
    int chosen = NONE, rc = 0;
    unsigned ready = 0;
    for (int i = 0; i < count; i++) {
        if (pirn__is_time(&clauses[i]) != times)
            continue;
        int result = look_at(w, &clauses[i]);
        if (result == -EAGAIN ||
            (ready++ && !pirn__chance(pirn__loop_of(w), ready)))
            continue;
        chosen = i;
        rc = result;
    }
    if (chosen == NONE)
        return NONE;
    if (has_effect(&clauses[chosen]))
        rc = try_clause(w, &clauses[chosen]);
    /* Another process has accepted it, or there was no signal. */
    if (pirn__unlikely(rc == -EAGAIN))
        return try_fairly(w, clauses, count, times);
    return done(&clauses[chosen], rc, chosen);
}

static int try_all(struct pirn_worker *w, const struct pirn_clause *clauses,
                   int count, bool is_fair)
{
    if (!is_fair)
        return try_in_order(w, clauses, count);
    int index = try_fairly(w, clauses, count, false);
    return index == NONE ? try_fairly(w, clauses, count, true) : index;
}

/* Entering ----------------------------------------------------------------- */

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

static __attribute__((noinline)) int
wait_for_all(struct pirn_worker *w, const struct pirn_clause *clauses,
             int count, bool is_fair, struct selector *again)
{
    bool is_patient = false;
    if (count < 0)
        pirn__die("a select of %d clauses", count);
    for (int i = 0; i < count; i++) {
        if (clauses[i].kind > PIRN__CLAUSE_SIGNAL &&
            !pirn__clause_wait_kind(&clauses[i]))
            pirn__die("a select whose clause %d was made by none of PIRN_RECV "
                      "and the like",
                      i);
        is_patient |= clauses[i].kind == PIRN__CLAUSE_SEND &&
                      clauses[i].object && pirn__chan_cuts(clauses[i].object);
    }
    return is_patient ? give_receivers_a_turn(w, clauses, count, is_fair, again)
                      : pirn__select_wait(w, clauses, count, is_fair);
}

static inline int end_at_once(struct pirn_worker *w, int index)
{
    return pirn__exhausted(w) ? pirn__give_way(w, index) : index;
}

/* Nothing is held any more, and the item of a clause is still to be sent. */
static __attribute__((noinline)) int
send_now(struct pirn_worker *w, const struct pirn_clause *clauses, int unsent)
{
    int index = unsent - UNSENT;
    const struct pirn_clause *clause = &clauses[index];
    int rc =
        pirn__chan_send_outside(w, clause->object, clause->item, clause->size);
    return end_at_once(w, done(clause, rc, index));
}

/* again is the frame of one that has given way; else NULL. */
static __attribute__((noinline)) int begin(struct pirn_worker *w,
                                           const struct pirn_clause *clauses,
                                           int count, bool is_fair,
                                           struct selector *again)
{
    if (pirn__refused(w))
        return pirn__refuse(w);
    int index = try_all(w, clauses, count, is_fair);
    if (pirn__likely(index >= 0))
        return end_at_once(w, index);
    if (index != NONE)
        return w->crew ? index : send_now(w, clauses, index);
    return wait_for_all(w, clauses, count, is_fair, again);
}

/* What the clause waits for is to be used with the crew's lock. */
static void settle(struct pirn__loop *loop, const struct pirn_clause *clause)
{
    struct pirn_chan *c = clause->object;
    const struct pirn__wait_kind *kind;
    if (!clause->object)
        return;
    if (pirn__likely(clause->kind <= PIRN__CLAUSE_SEND)) {
        if (!pirn__lease_is_of_crew(pirn__chan_lease(c)))
            pirn__chan_to_crew(loop, c);
    } else if (clause->kind == PIRN__CLAUSE_JOIN) {
        pirn__spawn_scope_settle(loop, clause->object);
    } else if ((kind = pirn__clause_wait_kind(clause)) && kind->waiters) {
        pirn__lease_to_crew(loop,
                            &pirn__waiters_of(kind, clause->object)->lease);
    }
}

static int begin_in_crew(struct pirn_worker *w,
                         const struct pirn_clause *clauses, int count,
                         bool is_fair, struct selector *again)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    bool entered = pirn__enter(loop);
    for (int i = 0; i < count; i++)
        settle(loop, &clauses[i]);
    int rc = begin(w, clauses, count, is_fair, again);
    pirn__leave(loop, entered);
    return rc < UNSENT / 2 ? send_now(w, clauses, rc) : rc;
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

PIRN__ENTRY_BY_HAND(pirn__select, (const struct pirn_clause *, clauses),
                    (int, count), (int, is_fair))
{
    if (pirn__unlikely(!clauses && count > 0))
        pirn__is_null("pirn_select_from", "array of clauses");
    return pirn__must_start(w) ? begin_later(w, clauses, count, is_fair)
                               : begin_now(w, clauses, count, is_fair, NULL);
}
