/* Scopes, and cancellation through them.
 *
 * The scopes of a runtime form a tree: a scope's parent is the one around it
 * in its own task, or, for a task's outermost scope, the one that the task
 * was spawned in. The tree can be walked downwards without further links,
 * since each task knows its innermost scope: below a scope are those between
 * it and the innermost one of its owner, and the same of each of its tasks.
 *
 * Being cancelled is a state that spreads over all of the tree below, once:
 * each scope notes where it began. From then on waits in it are refused; those
 * that are under way are interrupted as the cancellation passes by. */
#include "runtime.h"

enum cause {
    CAUSE_NONE,
    CAUSE_ASKED,    /* pirn_scope_cancel */
    CAUSE_LEFT,     /* the block was left in the middle */
    CAUSE_DEADLINE, /* its deadline has come */
};

/* Cancelling --------------------------------------------------------------- */

/* Marks s as cancelled from origin, and puts it on the list of those whose
 * tasks are still to be told. */
static void mark(struct pirn_scope *s, struct pirn_scope *origin,
                 struct pirn_scope **list)
{
    if (s->origin)
        return;
    s->origin = origin;
    s->next = *list;
    *list = s;
}

/* Tells task, which has been spawned in top or owns it: everything of it
 * below top is cancelled, but for what stands in a shield. */
static void spread(struct pirn__loop *loop, struct pirn_task *task,
                   struct pirn_scope *top, struct pirn_scope **list)
{
    struct pirn_scope *from = task->scope;
    for (struct pirn_scope *s = from; s != top; s = s->parent)
        if (s->is_shield)
            from = s->parent;
    for (struct pirn_scope *s = from; s != top; s = s->parent)
        mark(s, top->origin, list);
    if (from == task->scope)
        pirn__task_interrupt(loop, task);
}

static void cancel(struct pirn_scope *s, enum cause cause)
{
    struct pirn__loop *loop = pirn__loop_of(s->worker);
    struct pirn_scope *list = NULL;
    if (s->origin || s->closed)
        return;
    s->cause = (uint8_t)cause;
    pirn__timer_unset(loop->wheel, &s->timer);
    mark(s, s, &list);
    spread(loop, s->owner, s, &list);
    while (list) {
        struct pirn_scope *top = list;
        list = top->next;
        for (struct pirn__list *node = top->tasks.next, *next;
             node != &top->tasks; node = next) {
            next = node->next;
            spread(loop, pirn__container_of(node, struct pirn_task, siblings),
                   top, &list);
        }
    }
}

static struct pirn__loop *loop_of(struct pirn_scope *s, const char *what)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop || &loop->worker != s->worker))
        pirn__die("%s of a scope that belongs to another thread", what);
    return loop;
}

void pirn_scope_cancel(struct pirn_scope *s)
{
    loop_of(s, "pirn_scope_cancel");
    cancel(s, CAUSE_ASKED);
}

void pirn__scope_abandon(struct pirn_worker *w, struct pirn_scope *s)
{
    (void)w;
    cancel(s, CAUSE_LEFT);
}

void pirn__scope_expired(struct pirn__loop *loop, struct pirn_scope *s)
{
    (void)loop;
    cancel(s, CAUSE_DEADLINE);
}

/* Deadlines ---------------------------------------------------------------- */

static void set_deadline(struct pirn__loop *loop, struct pirn_scope *s,
                         int64_t now, int64_t time)
{
    if (s->origin || s->closed)
        return;
    pirn__timer_unset(loop->wheel, &s->timer);
    if (time <= now)
        cancel(s, CAUSE_DEADLINE);
    else
        pirn__timer_set(loop->wheel, &s->timer, time, PIRN__TIMER_SCOPE);
}

void pirn_scope_set_deadline(struct pirn_scope *s, int64_t time)
{
    struct pirn__loop *loop = loop_of(s, "pirn_scope_set_deadline");
    set_deadline(loop, s, pirn__clock_now(loop->clock), time);
}

bool pirn_scope_timed_out(const struct pirn_scope *s)
{
    return s->origin == s && s->cause == CAUSE_DEADLINE;
}

bool pirn_is_cancelled(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop && loop->worker.current && pirn__refused(&loop->worker);
}

/* Opening and closing ------------------------------------------------------ */

void pirn__scope_init(struct pirn_scope *s, struct pirn_scope *parent,
                      struct pirn_worker *w, struct pirn_task *owner)
{
    *s = (struct pirn_scope){
        .parent = parent,
        .worker = w,
        .owner = owner,
        .tasks = {&s->tasks, &s->tasks},
        .origin = parent ? parent->origin : NULL,
    };
}

void pirn__scope_enter(struct pirn_worker *w, struct pirn_scope *s,
                       const struct pirn_scope_options *options)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    struct pirn_task *task = w->current;
    pirn__scope_init(s, task->scope, w, task);
    task->scope = s;
    if (options && options->shield) {
        s->is_shield = true;
        s->origin = NULL;
    }
    if (!options ||
        (options->timeout == PIRN_NEVER && options->deadline == PIRN_NEVER))
        return;
    int64_t now = pirn__clock_now(loop->clock), time = PIRN_NEVER;
    if (options->timeout < PIRN_NEVER - now)
        time = now + options->timeout;
    set_deadline(loop, s, now,
                 time < options->deadline ? time : options->deadline);
}

/* Its last task has ended: frees what is left of them. Returns whether the
 * `else` of s is due. */
static int close_scope(struct pirn__loop *loop, struct pirn_scope *s)
{
    s->closed = true;
    s->owner->scope = s->parent;
    pirn__timer_unset(loop->wheel, &s->timer);
    while (s->tasks.next != &s->tasks)
        pirn__task_free(loop, pirn__container_of(s->tasks.next,
                                                 struct pirn_task, siblings));
    return s->failed_wait && pirn_scope_timed_out(s);
}

int pirn__scope_leave(struct pirn_worker *w, struct pirn_scope *s)
{
    if (s->running == 0)
        return close_scope(pirn__loop_of(w), s);
    s->waiting = true;
    return pirn__wait_begin(w, PIRN__WAIT_SCOPE);
}

void pirn__scope_done(struct pirn__loop *loop, struct pirn_scope *s)
{
    pirn__make_ready(loop, s->owner, close_scope(loop, s));
}

/* Spawning from outside ---------------------------------------------------- */

struct pirn_worker *pirn__scope_worker(struct pirn_scope *s)
{
    return &loop_of(s, "spawn_in")->worker;
}

struct pirn_worker *pirn__scope_spawner(struct pirn_scope *s)
{
    return &loop_of(s, "spawn_in")->spawner;
}
