/* How a task waits, and how its wait ends, whatever it waits for.
 *
 * A task that waits is where those find it that may end the wait: in a queue,
 * in a wheel, with an operation, as the waiter of another task. Whoever ends it
 * takes the task out of there and makes it ready, once: from then on it is in
 * the run queue of its home, or on its way there. */
#ifndef PIRN_RUNTIME_WAIT_H
#define PIRN_RUNTIME_WAIT_H

#include "runtime/wait/crew_inline.h"

#pragma GCC visibility push(hidden)

/* wait.c: the kinds of waits ----------------------------------------------- */

/* What a task waits for, and in brackets which member of its `wait` is good.
 * Ready and running tasks have PIRN__WAIT_NONE. These are the kinds that more
 * than one file has to know; the others are PIRN__OWN_WAIT_KIND of the file
 * that has what is waited for. */
enum pirn__wait {
    PIRN__WAIT_NONE,
    PIRN__WAIT_SLEEP,   /* [timer] */
    PIRN__WAIT_REFUSED, /* [timer] to be told so: see cancel.c */
    PIRN__WAIT_SUSPEND, /* [op] pirn_suspend: somebody calls pirn_complete */
    PIRN__WAIT_IO,      /* [op] the driver completes it */
    PIRN__WAIT_JOIN,    /* [join] */
    PIRN__WAIT_AWAIT,   /* [join] */
    PIRN__WAIT_SCOPE,   /* the end of the last task of its scope */
    PIRN__WAIT_SEND,    /* [chan] */
    PIRN__WAIT_RECV,    /* [chan] */
    PIRN__WAIT_SELECT,  /* [timer] leaf.caller is the select's frame */
    PIRN__WAIT_LIMIT,   /* [queue] has not begun, held back by that of the scope
                           `object` */
    /* Ready, but: */
    PIRN__WAIT_ASSIGNED, /* it stays on this worker until it has run */
    PIRN__WAIT_MOVE,     /* it goes to another worker at the end of its turn */
    PIRN__WAIT_VALUE,    /* [result] of what it awaited, not yet taken */
    PIRN__WAIT_GONE,     /* of a freed task, until its memory is used again */
    PIRN__WAITS
};

struct pirn_clause;
struct pirn__waiting_clause;

/* What is to be known of a kind of wait. */
struct pirn__wait_kind {
    const char *name; /* as in "task 3 sleeps" */
    /* Asks that this wait of task end soon, as a scope around it has been
     * cancelled; more than once, if several have. Ends it, at once or later.
     * NULL: it goes on regardless. */
    void (*interrupt)(struct pirn__loop *loop, struct pirn_task *task);
    /* It has been, and what task waited in is not held any more: does what is
     * left to do in another object. NULL: nothing. */
    void (*interrupted)(struct pirn__loop *loop, struct pirn_task *task);
    /* For dumps: prints what task does, as `name` but with the particulars;
     * NULL: `name` will do. */
    void (*describe)(FILE *out, const struct pirn_task *task);
    /* The task that can end this wait of task, by giving up what it holds; it
     * may have ended without doing so, and then points to no task. NULL, also
     * as a result: unknown, or nobody in particular. */
    struct pirn_task *(*holder)(const struct pirn_task *task);
    /* The timer of task has expired. NULL: that ends the wait, with 0. */
    void (*expired)(struct pirn__loop *loop, struct pirn_task *task);
    /* The task `ended`, whose waiter task is, has ended and has its result.
     * NULL: that result goes where wait.join says. */
    void (*joined)(struct pirn__loop *loop, struct pirn_task *task,
                   const struct pirn_task *ended);
    /* The wait of task has been ended on another worker, which has posted task
     * here, to its home. Does what is left to do, and makes task ready. NULL:
     * nothing is left. */
    void (*arrived)(struct pirn__loop *loop, struct pirn_task *task);

    /* For the functions of sync.h, PIRN__WAITS_IN and PIRN__HELD_BY_OWNER:
     * where in the object of the wait its struct pirn__waiters is, and the task
     * that holds it. 0: it has none. */
    uint16_t waiters, owner;
    /* A waiter has left the object without having got it, and those behind it
     * may get it now. NULL: that makes no difference. */
    void (*left)(void *object);

    /* Of a kind that may be a clause of a select, which is the rest:
     *
     * Does what the clause waits for, if that need not wait, and returns the
     * result, else -EAGAIN. Unless `does`, it does nothing, and returns what
     * it would. NULL: there are no such clauses. */
    int (*attempt)(struct pirn_worker *w, const struct pirn_clause *clause,
                   bool does);
    /* The clause joins the waiters of its object, and leaves them without
     * having got it; after that `left` is called. The lock is held, and the
     * object is not leased to anybody. NULL: that is all. */
    void (*enter)(struct pirn_worker *w, struct pirn__waiting_clause *clause);
    void (*leave)(struct pirn__waiting_clause *clause);
    /* While the select waits, the task gives up what it holds; and it goes on
     * when it has that again, whichever clause was done. `lend` is told which
     * other clause has done so before, or NULL; only for the first of them
     * `regain` is called, which makes the task ready. NULL: it holds nothing.
     */
    void (*lend)(struct pirn_worker *w, const struct pirn_clause *clause,
                 const struct pirn_clause *other);
    void (*regain)(struct pirn_task *task, const struct pirn_clause *clause);

    /* Of the kind of a task that is in a select: that clause, which has left
     * its queue, is done, with rc. */
    void (*won)(struct pirn__loop *loop, struct pirn__waiting_clause *clause,
                int rc);
    /* The same is about to come of that clause, and nothing else of its select;
     * so the others leave their queues. */
    void (*claimed)(struct pirn__loop *loop,
                    struct pirn__waiting_clause *clause);
};

/* Each kind is defined, as PIRN__WAIT_KIND(MUTEX) = {...}, in the file of what
 * is waited for; by enum pirn__wait they are in a table. Where that file is not
 * linked, nobody waits for it, and its place in the table is NULL. */
#define PIRN__WAIT_KIND(NAME)                                                  \
    _Static_assert((int)PIRN__WAIT_##NAME < (int)PIRN__WAIT_OWN, #NAME);       \
    PIRN__KIND(NAME)
#define PIRN__KIND(NAME)                                                       \
    const struct pirn__wait_kind pirn__kind_##NAME                             \
        __attribute__((visibility("hidden")))

/* Makes NAME a kind of wait that is known to one file alone: the value of
 * `waits` for it. NUMBER is written in decimal, and no other kind has it: else
 * the linker says that pirn__kind_NUMBER is defined twice. What follows are the
 * members of its struct pirn__wait_kind. (It is a number, as a task has eight
 * bits for it, and the compiler knows it, so that it costs no instruction.) */
#define PIRN__OWN_WAIT_KIND(NAME, NUMBER, ...)                                 \
    enum { NAME = NUMBER };                                                    \
    _Static_assert(NUMBER >= PIRN__WAIT_OWN && NUMBER < PIRN__WAIT_NUMBERS,    \
                   "numbers are from PIRN__WAIT_OWN to PIRN__WAIT_NUMBERS");   \
    extern PIRN__KIND(NUMBER);                                                 \
    PIRN__KIND(NUMBER) = {__VA_ARGS__}
enum { PIRN__WAIT_OWN = 32, PIRN__WAIT_NUMBERS = 64 };

extern const struct pirn__wait_kind *const pirn__wait_kinds[PIRN__WAIT_NUMBERS];

static inline const struct pirn__wait_kind *
pirn__wait_kind_of(const struct pirn_task *task)
{
    return pirn__wait_kinds[task->waits];
}

/* Freed, and its block not used since. What it waits for is not to be looked at
 * from another worker. */
static inline bool pirn__is_gone(const struct pirn__loop *loop,
                                 const struct pirn_task *task)
{
    return pirn__unlikely(loop->worker.crew) ? !pirn__prefix(task)->spawn_scope
                                             : task->waits == PIRN__WAIT_GONE;
}

/* claim.c: the same as below, beside other workers. */
void pirn__interrupt_in_crew(struct pirn__loop *loop, struct pirn_task *task);
/* Ends the wait of task, if it is one that a cancellation ends. */
static inline void pirn__task_interrupt(struct pirn__loop *loop,
                                        struct pirn_task *task)
{
    if (pirn__unlikely(loop->worker.crew)) {
        pirn__interrupt_in_crew(loop, task);
        return;
    }
    const struct pirn__wait_kind *kind = pirn__wait_kinds[task->waits];
    if (kind->interrupt)
        kind->interrupt(loop, task);
    if (pirn__unlikely(kind->interrupted != NULL))
        kind->interrupted(loop, task);
}

/* How most waits are interrupted in the end: with -ECANCELED. */
void pirn__wait_cancelled(struct pirn__loop *loop, struct pirn_task *task);

/* Ending a wait ------------------------------------------------------------ */

/* Puts task, which waits and is at home here, in the ready set. */
static inline void pirn__make_ready_here(struct pirn__loop *loop,
                                         struct pirn_task *task, int rc)
{
    task->waits = PIRN__WAIT_NONE;
    task->wait.rc = rc;
    pirn__ring_push(&loop->worker.ring, task);
}

/* Puts task, which waits, in the ready set. rc is the result of what it
 * waited for. loop is this thread's. */
static inline void pirn__make_ready(struct pirn__loop *loop,
                                    struct pirn_task *task, int rc)
{
    if (pirn__unlikely(loop->worker.crew)) {
        pirn__make_ready_in_crew(loop, task, rc);
        return;
    }
    pirn__make_ready_here(loop, task, rc);
}

/* The operation that task has waited for since pirn__suspend ends with rc. */
static inline void pirn__wake(struct pirn__loop *loop, struct pirn_task *task,
                              int rc)
{
    loop->outside--;
    pirn__make_ready(loop, task, rc);
}

/* How a native entry waits. -------------------------------------------------
 *
 * It begins, as every entry, with pirn__must_start(w), in which case it makes
 * a frame with pirn__frame_start, stores its arguments (unless that is NULL)
 * and returns; the frame's step then does what the entry would have done.
 *
 *     if (pirn__refused(w))         in a cancelled scope it does nothing,
 *         return pirn__refuse(w);   but gives way: -ECANCELED on resumption
 *     ...                           begin the operation
 *     return pirn__suspend(w, PIRN__WAIT_..., arg);
 *
 * The operation's end is told by pirn__wake(loop, task, rc), where task was
 * w->current. As wakers run nothing, that is right at any moment on the
 * worker's thread, even before pirn__suspend's caller has returned.
 *
 * pirn__suspend is for what something outside will complete: a descriptor,
 * another thread. What only another task can end is counted by nobody: it
 * waits by pirn__wait_begin and is woken by pirn__make_ready. A program in
 * which all wait so is stuck.
 *
 * The result of such a wait is an int. An entry that has something else to
 * give, or to do on resumption, takes a frame of its own (pirn__frame_new
 * with a step written by hand) and puts it on top of the wait:
 *
 *     (void)pirn__suspend(w, PIRN__WAIT_..., frame);
 *     pirn__frame_link(w, &frame->head, &frame->rc);
 *     return 0;
 *
 * The step stores *link.result, if that is not NULL, frees the frame with
 * pirn__frame_free and returns the link's caller, which it has read before. */

/* Suspends the running task, whose `wait` is set, until pirn__make_ready. */
static inline int pirn__wait_begin(struct pirn_worker *w, unsigned how)
{
    struct pirn_task *task = w->current;
    struct pirn__loop *loop = pirn__loop_of(w);
    task->waits_since = loop->coarse | how;
    loop->waited = (uint8_t)how;
    w->suspended = &task->leaf;
    return 0;
}

/* Suspends the running task until pirn__wake. */
static inline int pirn__suspend(struct pirn_worker *w, unsigned how, void *op)
{
    w->current->wait.op = op;
    pirn__loop_of(w)->outside++;
    return pirn__wait_begin(w, how);
}

/* Suspends the running task, ready to go on after the others with rc. */
static inline int pirn__give_way(struct pirn_worker *w, int rc)
{
    struct pirn_task *task = w->current;
    task->wait.rc = rc; /* and `waits` is PIRN__WAIT_NONE, as it runs */
    pirn__ring_push(&w->ring, task);
    w->suspended = &task->leaf;
    return 0;
}

/* Suspends the running task for a little while, in that way, which has a timer;
 * whether it is cancelled or not. Returns 0. */
int pirn__sleep_briefly(struct pirn_worker *w, int64_t ns, enum pirn__wait how);

/* True if the running task is in a cancelled scope. */
static inline bool pirn__refused(struct pirn_worker *w)
{
    return pirn__unlikely(pirn__is_cancelled(w->current->scope));
}

/* Gives way, and -ECANCELED on resumption. A task that does not mind for too
 * long is reported, and gets that ever later. */
int pirn__refuse(struct pirn_worker *w);

enum { PIRN__BUDGET = 128 };

/* True if an operation that need not wait has to give way all the same,
 * because so many before it have not. */
static inline bool pirn__exhausted(struct pirn_worker *w)
{
    if (pirn__likely(w->budget > 1)) {
        w->budget--;
        return false;
    }
    if (pirn__unlikely(w->crew))
        return pirn__exhausted_in_crew(w);
    w->budget = PIRN__BUDGET;
    return true;
}

/* inbox.c: what other threads leave for a worker to do ----------------------
 */

struct pirn__arrival {
    struct pirn__arrival *next; /* in the inbox */
    /* Called on the worker's thread, between two turns, when the arrival is
     * out of the inbox, and may be freed. */
    void (*take_in)(struct pirn__loop *loop, struct pirn__arrival *arrival);
};

/* From any thread. What was put first is taken in first. */
void pirn__inbox_put(struct pirn__loop *loop, struct pirn__arrival *arrival);
/* Takes in all that is there. */
void pirn__inbox_drain(struct pirn__loop *loop);

/* post.c: functions that other threads post ---------------------------------
 */

/* The runtime of this worker, in which no task is any more, takes no posts from
 * now on. Calls those functions that it still has. */
void pirn__posts_end(struct pirn__loop *loop);
/* For dumps: who keeps the runtime of this worker. */
void pirn__posts_describe(FILE *out, const struct pirn__loop *loop);

/* op.c: operations of others ----------------------------------------------- */

int pirn_suspend(struct pirn_worker *w, pirn_op_start *start,
                 pirn_op_cancel *cancel, void *arg) PIRN__ENTRY(pirn_suspend);

#pragma GCC visibility pop

#endif
