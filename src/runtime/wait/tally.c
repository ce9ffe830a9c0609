/* pirn_first and pirn_all: waiting for the tasks of a scope, while it is open.
 *
 * The end of a task looks at one number of its scope, `running`, and tells
 * nobody unless that comes to 0. That will do for pirn_all. From the first
 * pirn_first in a scope on, each end is to be told: from then on the real
 * number is kept in the scope's tally, and `running` is 1 as long as there are
 * any, so that each of them brings it to 0. Spawning, which adds 1, takes the
 * way on which that is put right. So scopes in which nobody asks pay nothing,
 * and nobody ever looks through all the tasks, but once: those that had ended
 * before the first question. A scope with a limit has one from the
 * start: see limit.c. */
#include "runtime/wait/awaitable.h"
#include <errno.h>
#include <pirn/clause.h>

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__list_remove(&task->wait.queue.node);
    pirn__wait_cancelled(loop, task);
}

static int attempt_all(struct pirn_worker *w, const struct pirn_clause *clause,
                       bool does);
static int attempt_first(struct pirn_worker *w,
                         const struct pirn_clause *clause, bool does);
static void enter(struct pirn_worker *w, struct pirn__waiting_clause *clause);
static void leave(struct pirn__waiting_clause *clause);

/* Both are in the list of the scope's tally. `object` is where the handle of
 * the first is to go. */
PIRN__OWN_WAIT_KIND(WAITS_FOR_ALL, 42, .name = "is in pirn_all",
                    .interrupt = interrupt, .attempt = attempt_all,
                    .enter = enter, .leave = leave);
PIRN__CLAUSE_KIND(all, WAITS_FOR_ALL);
PIRN__OWN_WAIT_KIND(WAITS_FOR_FIRST, 43, .name = "is in pirn_first",
                    .interrupt = interrupt, .attempt = attempt_first,
                    .enter = enter, .leave = leave);
PIRN__CLAUSE_KIND(first, WAITS_FOR_FIRST);

struct pirn__tally {
    PIRN__FRAME_HEADER;        /* for its size class */
    struct pirn__list waiters; /* as of sync.h, but with ends: FIFO */
    struct pirn__list ended;   /* tasks that have, in that order, and whose
                                  handles are good, but which pirn_first has
                                  not told yet; empty unless is_each */
    size_t running;            /* those that have not, if is_each */
    bool is_each;              /* each end is told */
    struct pirn__limit *limit; /* of the tasks that run at once; NULL: none */
};

static inline void list_init(struct pirn__list *list)
{
    list->prev = list->next = list;
}

static inline bool is_empty(const struct pirn__list *list)
{
    return list->next == list;
}

static struct pirn__tally *tally_of(struct pirn__loop *loop,
                                    struct pirn_scope *s)
{
    struct pirn__tally *tally = s->tally;
    if (tally)
        return tally;
    tally = pirn__frame_new(&loop->worker, sizeof *tally,
                            _Alignof(struct pirn__tally), NULL, 0);
    list_init(&tally->waiters);
    list_init(&tally->ended);
    tally->is_each = false;
    tally->limit = NULL;
    s->tally = tally;
    return tally;
}

static void move(struct pirn_task *task, struct pirn__list *list)
{
    pirn__list_remove(&task->siblings);
    pirn__list_append(list, &task->siblings);
}

static struct pirn_task *task_at(struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn_task, siblings);
}

/* From now on each end of a task of s is told. */
static void tally_each(struct pirn_scope *s)
{
    struct pirn__tally *tally = s->tally;
    if (tally->is_each)
        return;
    tally->is_each = true;
    tally->running = s->running;
    s->running = tally->running > 0;
    s->waiting = true;
    __atomic_store_n(&s->is_slow_path, true, __ATOMIC_RELAXED);
    for (struct pirn__list *node = s->tasks.next, *next; node != &s->tasks;
         node = next) {
        next = node->next;
        if (pirn__has_flag(task_at(node), PIRN__TASK_ENDED))
            move(task_at(node), &tally->ended);
    }
}

void pirn__tally_limit(struct pirn_scope *s, int64_t most)
{
    struct pirn__loop *loop = pirn__loop_of(s->worker);
    tally_of(loop, s)->limit = pirn__limit_new(loop, most);
    tally_each(s);
}

bool pirn__tally_spawned(struct pirn__loop *loop, struct pirn_scope *s,
                         struct pirn_task *task)
{
    struct pirn__tally *tally = s->tally;
    if (!tally->is_each)
        return true;
    tally->running++;
    s->running = 1;
    return !tally->limit || pirn__limit_admits(loop, s, tally->limit, task);
}

/* Telling ------------------------------------------------------------------ */

static void give(struct pirn_scope *s, struct pirn_task *ended, void *out)
{
    move(ended, &s->tasks);
    memcpy(out, &ended, sizeof ended);
}

static void end_wait(struct pirn__queued *waiter, int rc)
{
    pirn__list_remove(&waiter->node);
    pirn__waiter_wake(waiter, rc);
}

/* Where the handle goes that waiter waits for. */
static void *out_of(struct pirn__queued *waiter)
{
    return pirn__waiter_is_task(waiter)
               ? waiter->object
               : pirn__waiting_clause(waiter)->clause->item;
}

/* Gives ended to the one that has waited longest in pirn_first. */
static void give_to_first(struct pirn_scope *s, struct pirn_task *ended)
{
    struct pirn__list *waiters = &s->tally->waiters;
    for (struct pirn__list *node = waiters->next; node != waiters;
         node = node->next) {
        struct pirn__queued *waiter = pirn__waiter_at(node);
        if (pirn__waiter_kind(waiter) != WAITS_FOR_FIRST)
            continue;
        give(s, ended, out_of(waiter));
        end_wait(waiter, 0);
        return;
    }
}

void pirn__tally_tell(struct pirn__loop *loop, struct pirn_scope *s,
                      struct pirn_task *ended)
{
    struct pirn__tally *tally = s->tally;
    if (tally->is_each) {
        s->running = --tally->running > 0;
        if (tally->limit)
            pirn__limit_ended(loop, tally->limit);
        if (ended) {
            move(ended, &tally->ended);
            give_to_first(s, ended);
        }
    }
    while (s->running == 0 && !is_empty(&tally->waiters)) {
        struct pirn__queued *waiter = pirn__waiter_at(tally->waiters.next);
        bool is_for_all = pirn__waiter_kind(waiter) == WAITS_FOR_ALL;
        end_wait(waiter, is_for_all ? s->error : -ENOENT);
    }
}

size_t pirn__tally_running(const struct pirn_scope *s)
{
    return s->tally && s->tally->is_each ? s->tally->running : s->running;
}

void pirn__tally_end(struct pirn__loop *loop, struct pirn_scope *s)
{
    struct pirn__tally *tally = s->tally;
    while (!is_empty(&tally->ended))
        move(task_at(tally->ended.next), &s->tasks);
    if (tally->limit)
        pirn__frame_free(&loop->worker, (struct pirn_frame *)tally->limit);
    pirn__frame_free(&loop->worker, (struct pirn_frame *)tally);
    s->tally = NULL;
}

/* Asking ------------------------------------------------------------------- */

/* A task of s, or below one, would wait for itself. */
static void check(struct pirn_worker *w, struct pirn_scope *s, const char *what)
{
    struct pirn_scope *below = NULL;
    pirn__scope_loop(s, what);
    if (s->owner == w->current)
        return;
    for (struct pirn_scope *x = w->current->scope; x; x = x->parent) {
        if (x == s && (!below || below->owner != s->owner))
            pirn__die("%s by a task that belongs to the scope", what);
        below = x;
    }
}

static void join(struct pirn_scope *s, struct pirn__queued *waiter,
                 void *object)
{
    waiter->object = object;
    pirn__list_append(&s->tally->waiters, &waiter->node);
    s->waiting = true;
}

static int wait_in(struct pirn_worker *w, struct pirn_scope *s, unsigned how,
                   void *object)
{
    join(s, &w->current->wait.queue, object);
    return pirn__wait_begin(w, how);
}

static int attempt_all(struct pirn_worker *w, const struct pirn_clause *clause,
                       bool does)
{
    struct pirn_scope *s = clause->object;
    (void)does;
    check(w, s, "PIRN_ALL");
    pirn__scope_settle(pirn__loop_of(w), s);
    return s->running == 0 ? s->error : -EAGAIN;
}

/* Whether there is one, and does what pirn_first does if it need not wait. */
static int try_first(struct pirn_worker *w, struct pirn_scope *s, void *out,
                     bool does)
{
    if (s->closed)
        return -ENOENT;
    struct pirn__tally *tally = tally_of(pirn__loop_of(w), s);
    tally_each(s);
    if (is_empty(&tally->ended))
        return s->running == 0 ? -ENOENT : -EAGAIN;
    if (does)
        give(s, task_at(tally->ended.next), out);
    return 0;
}

static int attempt_first(struct pirn_worker *w,
                         const struct pirn_clause *clause, bool does)
{
    struct pirn_scope *s = clause->object;
    check(w, s, "PIRN_FIRST");
    pirn__scope_settle(pirn__loop_of(w), s);
    return try_first(w, s, clause->item, does);
}

/* Beside other workers the ends of tasks that a select waits for are told with
 * the lock, which they take if the scope is shared. */
static void enter(struct pirn_worker *w, struct pirn__waiting_clause *clause)
{
    struct pirn_scope *s = clause->clause->object;
    if (pirn__unlikely(w->crew))
        pirn__scope_share(s);
    tally_of(pirn__loop_of(w), s);
    join(s, &clause->queued, NULL);
}

static void leave(struct pirn__waiting_clause *clause)
{
    pirn__list_remove(&clause->queued.node);
}

PIRN__AWAITABLE(pirn_all, PIRN__HOLD_ALL, (struct pirn_scope *, s))
{
    check(w, s, "pirn_all");
    pirn__scope_settle(pirn__loop_of(w), s);
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (s->running == 0)
        return pirn__at_once(w, s->error);
    tally_of(pirn__loop_of(w), s);
    return wait_in(w, s, WAITS_FOR_ALL, s);
}

PIRN__AWAITABLE_AS(pirn__first, "pirn_first", PIRN__HOLD_ALL,
                   (struct pirn_scope *, s), (void *, out))
{
    check(w, s, "pirn_first");
    pirn__scope_settle(pirn__loop_of(w), s);
    if (pirn__refused(w))
        return pirn__refuse(w);
    int rc = try_first(w, s, out, true);
    return rc == -EAGAIN ? wait_in(w, s, WAITS_FOR_FIRST, out)
                         : pirn__at_once(w, rc);
}
