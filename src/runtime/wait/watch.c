/* pirn_first and pirn_all: waiting for the tasks of a scope, while it is open.
 *
 * The end of a task looks at one number of its scope, `running`, and tells
 * nobody unless that comes to 0. That will do for pirn_all. From the first
 * pirn_first in a scope on, each end is to be told: from then on the real
 * number is kept in the scope's watch, and `running` is 1 as long as there are
 * any, so that each of them brings it to 0. Spawning, which adds 1, takes the
 * way on which that is put right. So scopes in which nobody asks pay nothing,
 * and nobody ever looks through all the tasks, but once: those that had ended
 * before the first question. A scope with a limit is watched so from the
 * start: see limit.c. */
#include "runtime/wait/awaitable.h"
#include <errno.h>

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__list_remove(&task->wait.queue.node);
    pirn__wait_cancelled(loop, task);
}

/* Both are in the list of the scope's watch. `object` is where the handle of
 * the first is to go. */
PIRN__OWN_WAIT_KIND(WAITS_FOR_ALL, 42, .name = "is in pirn_all",
                    .interrupt = interrupt);
PIRN__OWN_WAIT_KIND(WAITS_FOR_FIRST, 43, .name = "is in pirn_first",
                    .interrupt = interrupt);

struct pirn__watch {
    PIRN__FRAME_HEADER;        /* for its size class */
    struct pirn__list waiters; /* tasks, by their wait.queue: FIFO */
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

static struct pirn__watch *watch_of(struct pirn__loop *loop,
                                    struct pirn_scope *s)
{
    struct pirn__watch *watch = s->watch;
    if (watch)
        return watch;
    watch = pirn__frame_new(&loop->worker, sizeof *watch,
                            _Alignof(struct pirn__watch), NULL, 0);
    list_init(&watch->waiters);
    list_init(&watch->ended);
    watch->is_each = false;
    watch->limit = NULL;
    s->watch = watch;
    return watch;
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
static void watch_each(struct pirn_scope *s)
{
    struct pirn__watch *watch = s->watch;
    if (watch->is_each)
        return;
    watch->is_each = true;
    watch->running = s->running;
    s->running = watch->running > 0;
    s->waiting = true;
    __atomic_store_n(&s->is_slow_path, true, __ATOMIC_RELAXED);
    for (struct pirn__list *node = s->tasks.next, *next; node != &s->tasks;
         node = next) {
        next = node->next;
        if (pirn__has_flag(task_at(node), PIRN__TASK_ENDED))
            move(task_at(node), &watch->ended);
    }
}

void pirn__watch_limit(struct pirn_scope *s, int64_t most)
{
    struct pirn__loop *loop = pirn__loop_of(s->worker);
    watch_of(loop, s)->limit = pirn__limit_new(loop, most);
    watch_each(s);
}

bool pirn__watch_spawned(struct pirn__loop *loop, struct pirn_scope *s,
                         struct pirn_task *task)
{
    struct pirn__watch *watch = s->watch;
    if (!watch->is_each)
        return true;
    watch->running++;
    s->running = 1;
    return !watch->limit || pirn__limit_admits(loop, s, watch->limit, task);
}

/* Telling ------------------------------------------------------------------ */

static void give(struct pirn_scope *s, struct pirn_task *ended, void *out)
{
    move(ended, &s->tasks);
    memcpy(out, &ended, sizeof ended);
}

static void end_wait(struct pirn__loop *loop, struct pirn_task *waiter, int rc)
{
    pirn__list_remove(&waiter->wait.queue.node);
    pirn__make_ready(loop, waiter, rc);
}

static struct pirn_task *waiter_at(struct pirn__list *node)
{
    return pirn__container_of(node, struct pirn_task, wait.queue.node);
}

/* Gives ended to the one that has waited longest in pirn_first. */
static void give_to_first(struct pirn__loop *loop, struct pirn_scope *s,
                          struct pirn_task *ended)
{
    struct pirn__list *waiters = &s->watch->waiters;
    for (struct pirn__list *node = waiters->next; node != waiters;
         node = node->next) {
        struct pirn_task *waiter = waiter_at(node);
        if (waiter->waits != WAITS_FOR_FIRST)
            continue;
        give(s, ended, waiter->wait.queue.object);
        end_wait(loop, waiter, 0);
        return;
    }
}

void pirn__watch_tell(struct pirn__loop *loop, struct pirn_scope *s,
                      struct pirn_task *ended)
{
    struct pirn__watch *watch = s->watch;
    if (watch->is_each) {
        s->running = --watch->running > 0;
        if (watch->limit)
            pirn__limit_ended(loop, watch->limit);
        if (ended) {
            move(ended, &watch->ended);
            give_to_first(loop, s, ended);
        }
    }
    while (s->running == 0 && !is_empty(&watch->waiters)) {
        struct pirn_task *waiter = waiter_at(watch->waiters.next);
        end_wait(loop, waiter,
                 waiter->waits == WAITS_FOR_ALL ? s->error : -ENOENT);
    }
}

size_t pirn__watch_running(const struct pirn_scope *s)
{
    return s->watch && s->watch->is_each ? s->watch->running : s->running;
}

void pirn__watch_end(struct pirn__loop *loop, struct pirn_scope *s)
{
    struct pirn__watch *watch = s->watch;
    while (!is_empty(&watch->ended))
        move(task_at(watch->ended.next), &s->tasks);
    if (watch->limit)
        pirn__frame_free(&loop->worker, (struct pirn_frame *)watch->limit);
    pirn__frame_free(&loop->worker, (struct pirn_frame *)watch);
    s->watch = NULL;
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

static int wait_in(struct pirn_worker *w, struct pirn_scope *s, unsigned how,
                   void *object)
{
    struct pirn_task *self = w->current;
    self->wait.queue.object = object;
    pirn__list_append(&s->watch->waiters, &self->wait.queue.node);
    s->waiting = true;
    return pirn__wait_begin(w, how);
}

PIRN__AWAITABLE_AS(pirn_all, "pirn_all", PIRN__HOLD_ALL,
                   (struct pirn_scope *, s))
{
    check(w, s, "pirn_all");
    pirn__scope_settle(pirn__loop_of(w), s);
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (s->running == 0)
        return pirn__at_once(w, s->error);
    watch_of(pirn__loop_of(w), s);
    return wait_in(w, s, WAITS_FOR_ALL, s);
}

PIRN__AWAITABLE_AS(pirn__first, "pirn_first", PIRN__HOLD_ALL,
                   (struct pirn_scope *, s), (void *, out))
{
    check(w, s, "pirn_first");
    pirn__scope_settle(pirn__loop_of(w), s);
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (s->closed)
        return pirn__at_once(w, -ENOENT);
    struct pirn__watch *watch = watch_of(pirn__loop_of(w), s);
    watch_each(s);
    if (!is_empty(&watch->ended)) {
        give(s, task_at(watch->ended.next), out);
        return pirn__at_once(w, 0);
    }
    if (s->running == 0)
        return pirn__at_once(w, -ENOENT);
    return wait_in(w, s, WAITS_FOR_FIRST, out);
}
