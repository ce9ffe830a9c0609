/* Cancellation.
 *
 * Being cancelled is a state that spreads over all of the tree of scopes below
 * the one where it begins, once: each scope notes where it began. From then on
 * waits in it are refused; those that are under way are interrupted as the
 * cancellation passes by.
 *
 * A single task is cancelled by way of a scope, too: its cancel scope, which is
 * put between the scope that it was spawned in and all that is the task's own.
 * Of a cancel scope, the task is the owner and the only one that runs in it,
 * though it is not on its list of tasks; so the end of the task is told as that
 * of the last one of a scope, and the cancel scope, gone then, passes it on. */
#include "runtime/runtime.h"
#include "runtime/wait/lease.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>

/* Spreading ---------------------------------------------------------------- */

/* Marks s as cancelled from origin, and puts it on the list of those whose
 * tasks are still to be told. The reason of origin is written already; the
 * barrier pairs with that of pirn__origin. */
static void mark(struct pirn_scope *s, struct pirn_scope *origin,
                 struct pirn_scope **list)
{
    if (s->origin)
        return;
    __atomic_store_n(&s->origin, origin, __ATOMIC_RELEASE);
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

/* Leaves it to the worker of loop to tell its tasks of top. */
static void tell_other(struct pirn__loop *loop, struct pirn_scope *top,
                       uint64_t stamp)
{
    if (loop->member.stamp == stamp)
        return;
    loop->member.stamp = stamp;
    pirn__message_post(
        loop,
        (struct pirn__message) { .kind = PIRN__MESSAGE_STOP, .scope = top });
}

/* Tells the tasks of top that are at home here, and, if it is here that they
 * are to be told first, the workers of the others. */
static void tell(struct pirn__loop *loop, struct pirn_scope *top, bool is_first,
                 struct pirn_scope **list)
{
    uint64_t stamp = loop->worker.crew ? ++loop->worker.crew->stamp : 0;
    pirn__scope_settle(loop, top);
    for (struct pirn__list *node = top->tasks.next, *next; node != &top->tasks;
         node = next) {
        struct pirn_task *task =
            pirn__container_of(node, struct pirn_task, siblings);
        struct pirn__loop *home = pirn__home(loop, task);
        next = node->next;
        if (home == loop)
            spread(loop, task, top, list);
        else if (is_first && !pirn__has_flag(task, PIRN__TASK_ENDED))
            tell_other(home, top, stamp);
    }
    if (is_first && top->owner && pirn__home(loop, top->owner) != loop)
        tell_other(pirn__home(loop, top->owner), top, stamp);
}

static void tell_all(struct pirn__loop *loop, struct pirn_scope *list)
{
    while (list) {
        struct pirn_scope *top = list;
        list = top->next;
        tell(loop, top, true, &list);
    }
}

/* The owner of top is told, if it is at home here. */
static void tell_owner(struct pirn__loop *loop, struct pirn_scope *top,
                       struct pirn_scope **list)
{
    if (top->owner && pirn__home(loop, top->owner) == loop)
        spread(loop, top->owner, top, list);
}

void pirn__scope_stop(struct pirn_scope *s, struct pirn_cancel_reason why)
{
    struct pirn_worker *w = __atomic_load_n(&s->worker, __ATOMIC_RELAXED);
    struct pirn__loop *loop = w->crew ? pirn__this_loop : pirn__loop_of(w);
    struct pirn_scope *list = NULL;
    bool entered = pirn__enter(loop);
    pirn__scope_settle(loop, s);
    if (!s->origin && !s->closed) {
        if (s->worker == &loop->worker)
            pirn__timer_unset(loop->wheel, &s->timer);
        s->reason = why;
        mark(s, s, &list);
        tell_owner(loop, s, &list);
        tell_all(loop, list);
    }
    pirn__leave(loop, entered);
}

void pirn__cancel_spread(struct pirn__loop *loop, struct pirn_scope *s)
{
    struct pirn_scope *list = NULL;
    tell_owner(loop, s, &list);
    tell(loop, s, false, &list);
    tell_all(loop, list);
}

bool pirn__is_reached(const struct pirn_task *task)
{
    const struct pirn_scope *spawn_scope = pirn__prefix(task)->spawn_scope,
                            *s = task->scope;
    while (!pirn__origin(s) && s != spawn_scope)
        s = s->parent;
    return pirn__origin(s);
}

void pirn__cancel_reached(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_scope *spawn_scope = pirn__prefix(task)->spawn_scope,
                      *list = NULL;
    if (!pirn__is_reached(task))
        return;
    bool entered = pirn__enter(loop);
    for (struct pirn_scope *s = task->scope;; s = s->parent) {
        if (s->origin)
            spread(loop, task, s, &list);
        if (s == spawn_scope)
            break;
    }
    tell_all(loop, list);
    pirn__leave(loop, entered);
}

/* Why -------------------------------------------------------------------- */

static struct pirn_cancel_reason at_place(const struct pirn_scope *s,
                                          enum pirn_cancel_kind kind)
{
    struct pirn_cancel_reason why = {.kind = kind};
    if (s->place) {
        why.function = s->place->function;
        why.file = s->place->file;
        why.line = s->place->line;
    }
    return why;
}

void pirn__scope_abandon(struct pirn_worker *w, struct pirn_scope *s,
                         uint32_t line)
{
    (void)w;
    struct pirn_cancel_reason why = at_place(s, PIRN_CANCEL_LEFT);
    if (line)
        why.line = line;
    pirn__scope_stop(s, why);
}

void pirn__scope_expired(struct pirn_scope *s)
{
    pirn__scope_stop(s, at_place(s, PIRN_CANCEL_DEADLINE));
}

void pirn__scope_child_failed(struct pirn_task *task, int64_t value)
{
    struct pirn_scope *s = task->scope;
    const struct pirn__site *site = pirn__site_of(task);
    int error = value < INT_MIN ? INT_MIN : (int)value;
    if (error == -ECANCELED && s->origin)
        return;
    if (s->is_cancel_scope)
        s = s->parent;
    if (!s->error) /* pairs with pirn_scope_error */
        __atomic_store_n(&s->error, error, __ATOMIC_RELEASE);
    struct pirn_cancel_reason why = {.kind = PIRN_CANCEL_FAIL_FAST,
                                     .error = error};
    if (site) {
        why.function = site->function;
        why.file = site->file;
        why.line = site->line;
    }
    pirn__scope_stop(s, why);
}

const struct pirn_cancel_reason *pirn__scope_reason(const struct pirn_scope *s)
{
    const struct pirn_scope *origin = pirn__origin(s);
    return origin ? &origin->reason : NULL;
}

/* Of the scopes around task the one whose time was over first, by now, without
 * anybody having seen that; or NULL. */
static struct pirn_scope *first_over(struct pirn__loop *loop,
                                     const struct pirn_task *task, int64_t now)
{
    struct pirn_scope *first = NULL;
    for (struct pirn_scope *s = task->scope; s; s = s->parent)
        if (s->worker == &loop->worker && !s->origin && s->timer.node.next &&
            pirn__timer_time(&s->timer) <= now &&
            (!first ||
             pirn__timer_time(&s->timer) < pirn__timer_time(&first->timer)))
            first = s;
    return first;
}

/* A task that computes keeps the worker from looking at the time, so that its
 * asking does that; as seldom as the coarse clock moves, which costs little.
 * Owners of scopes around it may be on their way from or to another worker, or
 * about to be cancelled there: hence the lock. */
static void see_deadlines(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn_scope *s;
    if (pirn__clock_is_real(loop->clock)) {
        int64_t glance = pirn__coarse_now();
        if (glance == loop->glanced)
            return;
        loop->glanced = glance;
    }
    int64_t now = pirn__clock_now(loop->clock);
    bool entered = pirn__enter(loop);
    while ((s = first_over(loop, task, now)))
        pirn__scope_expired(s);
    pirn__leave(loop, entered);
}

const struct pirn_cancel_reason *pirn_cancel_reason(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (!loop || !loop->worker.current)
        return NULL;
    struct pirn_task *task = loop->worker.current;
    if (!pirn__origin(task->scope) && !loop->test)
        see_deadlines(loop, task);
    return pirn__scope_reason(task->scope);
}

bool pirn_is_cancelled(void)
{
    return pirn_cancel_reason() != NULL;
}

void pirn__reason_text(char *out, size_t size,
                       const struct pirn_cancel_reason *why)
{
    static const char *const kinds[] = {
        [PIRN_CANCEL_ASKED] = "it was cancelled",
        [PIRN_CANCEL_LEFT] = "a scope around it was left",
        [PIRN_CANCEL_DEADLINE] = "the time is over of a scope",
        [PIRN_CANCEL_FAIL_FAST] = "a task failed that was spawned",
    };
    int used = snprintf(out, size, "%s", kinds[why->kind]);
    if (why->file && (size_t)used < size)
        used += snprintf(out + used, size - (size_t)used, " in %s, %s:%u",
                         why->function, why->file, why->line);
    if (why->text && (size_t)used < size)
        used += snprintf(out + used, size - (size_t)used, ": %s", why->text);
    if (why->error && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, ": %d", why->error);
}

/* Being asked -------------------------------------------------------------- */

void pirn__scope_cancel(struct pirn_scope *s, const char *text,
                        const char *function, const char *file, unsigned line)
{
    pirn__scope_loop(s, "pirn_scope_cancel");
    pirn__scope_stop(s, (struct pirn_cancel_reason){
                            .kind = PIRN_CANCEL_ASKED,
                            .function = function,
                            .file = file,
                            .line = line,
                            .text = text,
                        });
}

void pirn_scope_cancel(struct pirn_scope *s)
{
    pirn__scope_cancel(s, NULL, NULL, NULL, 0);
}

void pirn_scope_cancel_because(struct pirn_scope *s, const char *text)
{
    pirn__scope_cancel(s, text, NULL, NULL, 0);
}

struct cancel_scope {
    PIRN__FRAME_HEADER; /* for its size class */
    struct pirn_scope scope;
};

/* Puts a cancel scope around task, whose outermost scope is `outermost`, if it
 * has one. */
static struct pirn_scope *make_cancel_scope(struct pirn__loop *loop,
                                            struct pirn_task *task,
                                            struct pirn_scope *outermost)
{
    struct cancel_scope *around = pirn__frame_new(
        &loop->worker, sizeof *around, _Alignof(struct cancel_scope), NULL, 0);
    struct pirn_scope *s = &around->scope;
    pirn__scope_init(s, outermost ? outermost->parent : task->scope,
                     &loop->worker, task);
    s->is_cancel_scope = true;
    s->is_shared = s->parent->is_shared;
    s->running = 1;
    s->waiting = true;
    /* Another worker may be about to end the wait of task: pairs with
     * pirn__runtime_of and pirn__is_pinned. */
    __atomic_store_n(outermost ? &outermost->parent : &task->scope, s,
                     __ATOMIC_RELEASE);
    /* Freed when its task still belongs to it. */
    pirn__set_flag(task, PIRN__TASK_SLOW);
    return s;
}

void pirn__cancel_scope_end(struct pirn__loop *loop, struct pirn_scope *s,
                            struct pirn_task *ended)
{
    struct pirn_scope *parent = s->parent;
    pirn__scope_settle(loop, parent);
    if (s->owner)
        s->owner->scope = parent;
    pirn__frame_free(&loop->worker, (struct pirn_frame *)pirn__container_of(
                                        s, struct cancel_scope, scope));
    if (--parent->running == 0 && parent->waiting)
        pirn__scope_done(loop, parent, ended);
}

void pirn__cancel_task(struct pirn__loop *loop, struct pirn_task *task,
                       struct pirn_cancel_reason why)
{
    struct pirn_scope *outermost = NULL, *around;
    if (pirn__has_flag(task, PIRN__TASK_ENDED) || pirn__is_gone(loop, task))
        return;
    for (around = task->scope; around->owner == task; around = around->parent)
        outermost = around;
    if (around->origin || (outermost && outermost->is_cancel_scope))
        return;
    pirn__scope_stop(make_cancel_scope(loop, task, outermost), why);
}

void pirn__cancel(void *handle, const char *function, const char *file,
                  unsigned line)
{
    struct pirn_task *task = handle;
    struct pirn__loop *loop = pirn__this_loop;
    struct pirn_cancel_reason why = {.kind = PIRN_CANCEL_ASKED,
                                     .function = function,
                                     .file = file,
                                     .line = line};
    if (pirn__unlikely(!task))
        pirn__die("pirn_cancel of a task that was not spawned");
    if (!loop || !loop->worker.crew)
        loop = pirn__scope_loop(task->scope, "pirn_cancel");
    bool entered = pirn__enter(loop);
    pirn__spawn_scope_settle(loop, task);
    struct pirn__loop *home = pirn__home(loop, task);
    if (home == loop)
        pirn__cancel_task(loop, task, why);
    else if (!pirn__has_flag(task, PIRN__TASK_ENDED) &&
             !pirn__prefix(task)->is_to_be_cancelled) {
        pirn__prefix(task)->is_to_be_cancelled = true;
        pirn__message_post(home,
                           (struct pirn__message){.kind = PIRN__MESSAGE_CANCEL,
                                                  .task = task,
                                                  .reason = why});
    }
    pirn__leave(loop, entered);
}

/* Being refused ------------------------------------------------------------
 *
 * A task that is refused again and again loops without looking at what its
 * waits return. It is told of, and from then on each refusal takes a little
 * longer than the last, so that it does not burn a processor for ever.
 *
 * How often in a row is counted where it costs nobody anything: in that part
 * of the task's `wait` which is idle while it is ready, but which every wait
 * writes to. So a number that still stands there, beside the result of a
 * refusal, is that of the last waits. (The flag says that some refusal of this
 * very task has put a number there.) While a refusal lasts, its timer is
 * there, and the number is in the 24 bits of `waits_since` that have the time
 * of other waits. */

enum { REFUSED_TOO_OFTEN = 1000, MOST_COUNTED = (1 << 24) - 1 };

#define LONGER_BY (10 * PIRN_US)
#define LONGEST (100 * PIRN_MS)

/* No address begins so. */
#define COUNT ((uint64_t)0xc0117 << 44)

static __attribute__((noinline)) void report(const struct pirn_task *task,
                                             unsigned count)
{
    const struct pirn__site *site = pirn__site_of(task);
    char who[256] = "a task", why[512];
    if (site && site->file)
        snprintf(who, sizeof who, "the task spawned in %s, %s:%u,",
                 site->function, site->file, site->line);
    else if (site)
        snprintf(who, sizeof who, "the root task");
    pirn__reason_text(why, sizeof why, pirn__scope_reason(task->scope));
    fflush(stdout);
    fprintf(stderr, "pirn: %s has been refused %u waits in a row; %s\n", who,
            count, why);
}

/* Returns how many refusals in a row there have been with this one. */
static unsigned count_refusal(struct pirn_task *task)
{
    uint64_t *count = &task->wait.unused[0];
    bool again = task->flags & PIRN__TASK_REFUSED &&
                 task->wait.rc == -ECANCELED && *count >> 44 == COUNT >> 44;
    *count = again ? *count + 1 : COUNT + 1;
    pirn__set_flag(task, PIRN__TASK_REFUSED);
    return (unsigned)(*count - COUNT);
}

static __attribute__((noinline)) int refuse_slowly(struct pirn_worker *w,
                                                   unsigned count)
{
    struct pirn_task *task = w->current;
    int64_t ns = (count - REFUSED_TOO_OFTEN) * LONGER_BY;
    if (count > MOST_COUNTED)
        count = MOST_COUNTED;
    pirn__sleep_briefly(w, ns < LONGEST ? ns : LONGEST, PIRN__WAIT_REFUSED);
    task->waits_since = count << 8 | PIRN__WAIT_REFUSED;
    return 0;
}

int pirn__refuse(struct pirn_worker *w)
{
    unsigned count = count_refusal(w->current);
    pirn__scope_failed_wait(w->current->scope);
    if (pirn__unlikely(count >= REFUSED_TOO_OFTEN))
        return refuse_slowly(w, count);
    return pirn__give_way(w, -ECANCELED);
}

/* It is told of only now: where it began, what it was to wait for may have been
 * held, and the stream be another worker's that waits for just that. */
static void refusal_over(struct pirn__loop *loop, struct pirn_task *task)
{
    unsigned count = task->waits_since >> 8;
    if (count % REFUSED_TOO_OFTEN == 0)
        report(task, count);
    task->wait.unused[0] = COUNT + count;
    pirn__make_ready(loop, task, -ECANCELED);
}

static void interrupt_refusal(struct pirn__loop *loop, struct pirn_task *task)
{
    pirn__timer_unset(loop->wheel, &task->wait.timer);
    pirn__wait_cancelled(loop, task);
}

static void describe_refusal(FILE *out, const struct pirn_task *task)
{
    fprintf(out, "has been refused %u waits in a row",
            (unsigned)(task->waits_since >> 8));
}

PIRN__WAIT_KIND(REFUSED) = {.name = "is refused its waits",
                            .interrupt = interrupt_refusal,
                            .describe = describe_refusal,
                            .expired = refusal_over};
