/* Scopes: opened, given deadlines, closed.
 *
 * The scopes of a runtime form a tree: a scope's parent is the one around it
 * in its own task, or, for a task's outermost scope, the one that the task
 * was spawned in. The tree can be walked downwards without further links,
 * since each task knows its innermost scope: below a scope are those between
 * it and the innermost one of its owner, and the same of each of its tasks.
 * How cancellation spreads through it, cancel.c tells. */
#include "runtime/runtime.h"
#include "runtime/wait/lease.h"

static __attribute__((noinline)) struct pirn__loop *
loop_beside(const struct pirn_worker *w, const char *what)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop))
        pirn__die_outside(what);
    if (pirn__unlikely(!loop->worker.crew || loop->worker.crew != w->crew))
        pirn__die("%s of a scope that belongs to another thread", what);
    return loop;
}

static inline struct pirn__loop *scope_loop(const struct pirn_scope *s,
                                            const char *what)
{
    struct pirn__loop *loop = pirn__this_loop;
    pirn__check_object(s, what, "scope");
    const struct pirn_worker *w = __atomic_load_n(&s->worker, __ATOMIC_RELAXED);
    return pirn__likely(loop && &loop->worker == w) ? loop
                                                    : loop_beside(w, what);
}

struct pirn__loop *pirn__scope_loop(const struct pirn_scope *s,
                                    const char *what)
{
    return scope_loop(s, what);
}

/* Deadlines ---------------------------------------------------------------- */

static void set_timer(struct pirn__loop *loop, struct pirn_scope *s,
                      int64_t time)
{
    s->had_deadline = true;
    pirn__timer_set(loop->wheel, &s->timer, time, PIRN__TIMER_SCOPE);
}

void pirn__scope_move_deadline(struct pirn__loop *loop, struct pirn_scope *s,
                               int64_t time)
{
    if (s->origin || s->closed)
        return;
    pirn__timer_unset(loop->wheel, &s->timer);
    s->has_moved = false; /* its owner, on the way here, brings none along */
    if (time <= pirn__clock_now(loop->clock))
        pirn__scope_expired(s);
    else
        set_timer(loop, s, time);
}

/* The worker of its owner is to move the deadline; once, if it is posted again
 * before that. */
static void post_deadline(struct pirn_scope *s, int64_t time)
{
    s->deadline = time;
    if (s->deadline_is_posted)
        return;
    s->deadline_is_posted = true;
    pirn__message_post(
        pirn__loop_of(s->worker),
        (struct pirn__message) { .kind = PIRN__MESSAGE_DEADLINE, .scope = s });
}

static __attribute__((noinline)) void
set_deadline_in_crew(struct pirn__loop *loop, struct pirn_scope *s,
                     int64_t time)
{
    bool entered = pirn__enter(loop);
    pirn__scope_settle(loop, s);
    s->deadline =
        time; /* for a message that is on its way: the last one counts */
    if (s->worker == &loop->worker)
        pirn__scope_move_deadline(loop, s, time);
    else if (!s->origin && !s->closed)
        post_deadline(s, time);
    pirn__leave(loop, entered);
}

void pirn_scope_set_deadline(struct pirn_scope *s, int64_t time)
{
    struct pirn__loop *loop = scope_loop(s, "pirn_scope_set_deadline");
    if (pirn__unlikely(loop->worker.crew))
        set_deadline_in_crew(loop, s, time);
    else
        pirn__scope_move_deadline(loop, s, time);
}

bool pirn_scope_timed_out(const struct pirn_scope *s)
{
    pirn__check_object(s, "pirn_scope_timed_out", "scope");
    return pirn__origin(s) == s && s->reason.kind == PIRN_CANCEL_DEADLINE;
}

/* A reader of the error sees what the child wrote before it failed: the
 * barrier pairs with that of pirn__scope_child_failed. */
int pirn_scope_error(const struct pirn_scope *s)
{
    pirn__check_object(s, "pirn_scope_error", "scope");
    return __atomic_load_n(&s->error, __ATOMIC_ACQUIRE);
}

/* Opening and closing ------------------------------------------------------ */

/* Member by member, as `reason` and `next` are valid only later. */
static inline __attribute__((always_inline)) void
init(struct pirn_scope *s, struct pirn_scope *parent, struct pirn_scope *origin,
     struct pirn_worker *w, struct pirn_task *owner)
{
    s->parent = parent;
    s->worker = w;
    s->owner = owner;
    s->tasks.prev = s->tasks.next = &s->tasks;
    s->timer.node.next = NULL; /* not set */
    s->origin = origin;
    s->place = NULL;
    memset((char *)s + offsetof(struct pirn_scope, lease), 0,
           sizeof *s - offsetof(struct pirn_scope, lease));
}

/* Beside other workers: s, which has just been opened on this one, is pinned if
 * the scope around it is. */
static void inherit_pin(struct pirn_scope *s)
{
    s->is_pinned = s->parent->is_pinned;
    s->opened_on = (uint16_t)pirn__loop_of(s->worker)->member.number;
}

void pirn__scope_init(struct pirn_scope *s, struct pirn_scope *parent,
                      struct pirn_worker *w, struct pirn_task *owner)
{
    init(s, parent, parent ? pirn__origin(parent) : NULL, w, owner);
    if (pirn__unlikely(w->crew) && parent)
        inherit_pin(s);
}

/* The time when s is over, which has just been opened. */
static void begin_deadline(struct pirn__loop *loop, struct pirn_scope *s,
                           const struct pirn_scope_options *options)
{
    if (s->origin)
        return;
    int64_t now = pirn__clock_now(loop->clock), time = PIRN_NEVER;
    if (options->timeout < PIRN_NEVER - now)
        time = now + options->timeout;
    if (options->deadline < time)
        time = options->deadline;
    if (time <= now)
        pirn__scope_expired(s);
    else
        set_timer(loop, s, time);
}

/* What there is to it beside other workers: so, spawning in it. */
static void enter_in_crew(struct pirn__loop *loop, struct pirn_scope *s,
                          const struct pirn_scope_options *options)
{
    if (!s->is_slow_path)
        s->is_slow_path = PIRN__SLOW_IN_CREW;
    inherit_pin(s);
    s->is_pinned |= options->pinned;
    if (options->pirn__passed_on)
        pirn__scope_pass_on(loop, s);
}

void pirn__scope_enter(struct pirn_worker *w, struct pirn_scope *s,
                       const struct pirn_scope_options *options)
{
    struct pirn_task *task = w->current;
    init(s, task->scope, pirn__origin(task->scope), w, task);
    task->scope = s;
    if (!options)
        return;
    s->place = options->pirn__place;
    s->is_slow_path = s->is_fail_fast = options->fail_fast;
    if (options->shield) {
        s->is_shield = true;
        s->origin = NULL;
    }
    if (pirn__unlikely(w->crew))
        enter_in_crew(pirn__loop_of(w), s, options);
    if (pirn__unlikely(options->limit != PIRN_NEVER))
        pirn__tally_limit(s, options->limit);
    if (options->timeout != PIRN_NEVER || options->deadline != PIRN_NEVER)
        begin_deadline(pirn__loop_of(w), s, options);
}

static void free_handles(struct pirn__loop *loop, struct pirn_scope *s)
{
    while (s->tasks.next != &s->tasks)
        pirn__task_free(loop, pirn__container_of(s->tasks.next,
                                                 struct pirn_task, siblings));
}

static inline bool is_else_due(const struct pirn_scope *s)
{
    return pirn__unlikely(pirn__origin(s) == s) &&
           (s->reason.kind == PIRN_CANCEL_FAIL_FAST ||
            (s->reason.kind == PIRN_CANCEL_DEADLINE && s->failed_wait));
}

/* Its last task has ended: frees what is left of them. Returns whether the
 * `else` of s is due. */
static int close_scope(struct pirn__loop *loop, struct pirn_scope *s)
{
    s->closed = true;
    __atomic_store_n(&s->is_slow_path, true, __ATOMIC_RELAXED);
    s->owner->scope = s->parent;
    pirn__timer_unset(loop->wheel, &s->timer);
    if (s->tally)
        pirn__tally_end(loop, s);
    if (!s->keeps_handles)
        free_handles(loop, s);
    return is_else_due(s);
}

void pirn__scope_drop(struct pirn_worker *w, struct pirn_scope *s)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    enum pirn__hold hold =
        w->crew ? pirn__hold_scope(loop, s) : PIRN__HELD_ALREADY;
    free_handles(loop, s);
    pirn__release(loop, hold);
}

/* Nobody is in it any more, and no other worker is yet to be told of it. */
static bool is_over(const struct pirn_scope *s)
{
    return s->running == 0 && s->messages == 0;
}

static int await_end(struct pirn_worker *w, struct pirn_scope *s)
{
    s->waiting = s->leaving = true;
    return pirn__wait_begin(w, PIRN__WAIT_SCOPE);
}

static __attribute__((noinline)) int leave_in_crew(struct pirn_worker *w,
                                                   struct pirn_scope *s)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    enum pirn__hold hold = pirn__hold_scope(loop, s);
    int rc = is_over(s) ? close_scope(loop, s) : await_end(w, s);
    pirn__release(loop, hold);
    return rc;
}

int pirn__scope_leave(struct pirn_worker *w, struct pirn_scope *s)
{
    if (pirn__unlikely(__atomic_load_n(&s->is_slow_path, __ATOMIC_RELAXED))) {
        if (s->closed)
            return is_else_due(s);
        if (w->crew)
            return leave_in_crew(w, s);
    }
    if (s->running == 0)
        return close_scope(pirn__loop_of(w), s);
    return await_end(w, s);
}

/* It is over, and its owner waits for that. Whoever that is, its frame goes
 * on at home. */
static void end(struct pirn__loop *loop, struct pirn_scope *s)
{
    if (pirn__likely(pirn__home(loop, s->owner) == loop)) {
        pirn__make_ready(loop, s->owner, close_scope(loop, s));
    } else {
        s->closed = true;
        pirn__task_post(s->owner);
    }
}

/* It is over, as another worker has found. */
static void arrived(struct pirn__loop *loop, struct pirn_task *task)
{
    enum pirn__hold hold = pirn__hold_scope(loop, task->scope);
    int rc = close_scope(loop, task->scope);
    pirn__release(loop, hold);
    pirn__make_ready(loop, task, rc);
}

void pirn__scope_message_done(struct pirn__loop *loop, struct pirn_scope *s)
{
    pirn__scope_settle(loop, s);
    s->messages--;
    if (!is_over(s))
        return;
    if (!s->parent)
        pirn__crew_root_ended(loop);
    else if (s->leaving)
        end(loop, s);
}

void pirn__scope_done(struct pirn__loop *loop, struct pirn_scope *s,
                      struct pirn_task *ended)
{
    if (s->is_cancel_scope) {
        pirn__cancel_scope_end(loop, s, ended);
        return;
    }
    if (s->tally)
        pirn__tally_tell(loop, s, ended);
    if (is_over(s) && s->leaving)
        end(loop, s);
}

/* Waiting for that, for dumps -----------------------------------------------
 */

/* The next task of the scope, after the node, that has not ended. */
static struct pirn_task *next_child(const struct pirn_scope *scope,
                                    const struct pirn__list *node)
{
    while ((node = node->next) != &scope->tasks) {
        struct pirn_task *child =
            pirn__container_of(node, struct pirn_task, siblings);
        if (!pirn__has_flag(child, PIRN__TASK_ENDED))
            return child;
    }
    return NULL;
}

static struct pirn_task *first_child(const struct pirn_task *task)
{
    return next_child(task->scope, &task->scope->tasks);
}

static void describe(FILE *out, const struct pirn_task *task)
{
    enum { LISTED = 3 };
    const struct pirn_scope *scope = task->scope;
    const struct pirn_task *child = first_child(task);
    fputs("waits at the end of ", out);
    pirn__hooks.dump_scope(out, scope);
    for (int i = 0; child && i < LISTED; i++) {
        fputs(i ? ", " : " for ", out);
        pirn__hooks.dump_task(out, child);
        child = next_child(scope, &child->siblings);
    }
    size_t running = pirn__tally_running(scope);
    if (running > LISTED)
        fprintf(out, " and %zu more", running - LISTED);
}

PIRN__WAIT_KIND(SCOPE) = {.name = "waits for the tasks of a scope",
                          .describe = describe,
                          .holder = first_child,
                          .arrived = arrived};

/* Spawning from outside ---------------------------------------------------- */

struct pirn_worker *pirn__scope_worker(struct pirn_scope *s)
{
    return &pirn__scope_loop(s, "spawn_in")->worker;
}

struct pirn_worker *pirn__scope_spawner(struct pirn_scope *s)
{
    return &pirn__scope_loop(s, "spawn_in")->spawner;
}
