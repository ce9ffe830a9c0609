/* Threads: begun by spawn, ended with their task.
 *
 * A thread that has ended joins the one that had ended before it, and the
 * runtime the last; so when pirn_run returns, all of them are gone. */
#include "threads.h"
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

PIRN__FRONT(pirn__spawn_any);
PIRN__FRONT(pirn__start);

void pirn__thread_init(struct pirn__thread *t, struct pirn__driver *hub,
                       struct pirn_task *task)
{
    memset(t, 0, sizeof *t);
    t->hub = hub;
    t->task = task;
    t->id = pthread_self();
    t->ios.next = t->ios.prev = &t->ios;
    t->worker.spawner = &t->spawner;
    t->worker.budget = PIRN__BUDGET;
    t->spawner.stack_limit = UINTPTR_MAX;
}

/* Its life ----------------------------------------------------------------- */

/* What a new thread is handed. */
struct beginning {
    struct pirn__driver *hub;
    struct pirn_task *task;
};

static struct pirn_frame *run_native(struct pirn__thread *t,
                                     struct pirn_frame *first)
{
    struct pirn_frame *last = first->link.caller;
    struct pirn__end end;
    pirn__hub_enter(t);
    pirn__end_init(&end, t);
    first->link.caller = (struct pirn_frame *)&end;
    pirn__carry_on(t, &end, first);
    return last;
}

void pirn__thread_trace_run(struct pirn__thread *t)
{
    const struct pirn_frame *first = (const struct pirn_frame *)(t->task + 1);
    pirn__trace_run(t->lane, t->task, first->step, t->task->site);
}

/* The name goes with the task, and by then nobody has this lane. */
static void trace_end(struct pirn__thread *t)
{
    const char *name = pirn__name_of(t->hub->loop, t->task);
    if (name)
        pirn__trace_name(t->lane, t->task, name);
    pirn__trace_stop(t->lane, t->task, PIRN__WAIT_GONE, NULL);
}

/* Runs the task to its end, and tells those who wait for that. Returns with
 * the lock. */
static void run(struct pirn__thread *t)
{
    struct pirn_frame *first = (struct pirn_frame *)(t->task + 1), *last;
    if (pirn__unlikely(t->hub->is_traced))
        t->lane = pirn__trace_open(true);
    if (pirn__unlikely(t->lane))
        pirn__thread_trace_run(t);
    if (first->state == PIRN__THREAD_NATIVE) {
        first->state = 0;
        last = run_native(t, first);
    } else {
        last = first->step(first, &t->worker);
        pirn__hub_enter(t);
    }
    if (pirn__unlikely(t->lane))
        trace_end(t);
    struct pirn_frame *next = last->step(last, &t->hub->loop->worker);
    if (next)
        pirn__go_on(next);
    else if (t->hub->takes_turns)
        pirn__pass_turn(t);
}

/* What native coroutines outside the runtime have left with their worker. */
static void drain(struct pirn__thread *t)
{
    for (void *block; (block = t->worker.free[PIRN__CLASS_MALLOC]);) {
        t->worker.free[PIRN__CLASS_MALLOC] = *(void **)block;
        pirn__block_free(t->hub->loop, block);
    }
}

/* The hub is good until the lock is given up. */
static void end(struct pirn__thread *t)
{
    struct pirn__driver *hub = t->hub;
    pthread_t before = hub->last;
    bool is_first = !hub->has_last;
    struct pirn__lane *lane = t->lane;
    drain(t);
    hub->last = t->id;
    hub->has_last = true;
    if (--hub->running == 0)
        pirn__kick(hub->root); /* to find that nobody runs */
    pirn__this_thread = NULL;
    pirn__this_loop = NULL;
    pirn__hub_leave(t);
    if (pirn__unlikely(lane))
        pirn__trace_close(lane);
    if (!is_first)
        pthread_join(before, NULL);
}

static void *begin(void *arg)
{
    struct beginning beginning = *(struct beginning *)arg;
    struct pirn__thread t;
    free(arg);
    pirn__thread_init(&t, beginning.hub, beginning.task);
    pirn__this_thread = &t;
    pirn__this_loop = beginning.hub->loop;
    run(&t);
    end(&t);
    return NULL;
}

static int start(struct pirn__driver *hub, struct pirn_task *task)
{
    struct beginning *beginning = malloc(sizeof *beginning);
    pthread_t id;
    if (!beginning)
        return ENOMEM;
    *beginning = (struct beginning){hub, task};
    int error = pthread_create(&id, &hub->attributes, begin, beginning);
    if (error)
        free(beginning);
    return error;
}

static _Noreturn void die_of(int error)
{
    pirn__die("cannot start a thread: %s (try_spawn may fail)",
              strerror(error));
}

void pirn__task_thread_start(struct pirn__driver *hub, struct pirn_task *task)
{
    hub->running++;
    int error = start(hub, task);
    if (error)
        die_of(error);
}

/* Spawning ----------------------------------------------------------------- */

void *front_pirn__start(struct pirn_worker *w, unsigned class_, size_t size,
                        size_t align, pirn_step step)
{
    struct pirn__thread *t = pirn__this_thread;
    struct pirn_worker *real = pirn__hub_enter(t);
    if (w->stack_limit == UINTPTR_MAX)
        real = &t->hub->loop->spawner;
    void *frame = pirn__start(real, class_, size, align, step);
    t->born = t->hub->loop->born;
    t->born_native = false;
    pirn__hub_leave(t);
    return frame;
}

/* The thread of task could not be started, so the task ends, as one that
 * returned 0 and whose handle nobody wants. */
static void undo(struct pirn__thread *t, struct pirn_task *task)
{
    struct pirn_frame *last = ((struct pirn_frame *)(task + 1))->link.caller;
    struct pirn_worker *w = pirn__hub_enter(t);
    t->hub->running--;
    task->flags |= PIRN__TASK_DETACHED;
    memset(task->wait.result, 0, sizeof task->wait.result);
    w->current = task;
    last->step(last, w);
    w->current = t->task;
    pirn__hub_leave(t);
}

/* The child is a task of s now, and may be ready. */
static void note_child(struct pirn__thread *t, struct pirn_task *task)
{
    struct pirn_frame *first = (struct pirn_frame *)(task + 1);
    if (t->born_native)
        first->state = PIRN__THREAD_NATIVE;
    if (pirn__unlikely(t->lane))
        pirn__trace_spawn(t->lane, task, t->task);
    t->fresh = task;
    t->fresh_is_ready = false;
    pirn__settle(t->hub);
    t->fresh = NULL;
}

/* The thread is started without the lock, if the task is ready: a limit may
 * hold it back. */
void *front_pirn__spawn_any(struct pirn_worker *w, struct pirn_scope *s,
                            struct pirn__site *site, size_t size, size_t align,
                            unsigned flags)
{
    struct pirn__thread *t = pirn__this_thread;
    struct pirn__loop *loop = t->hub->loop;
    w = pirn__hub_enter(t);
    loop->born = t->born;
    t->born = NULL;
    struct pirn_task *task = pirn__spawn_any(w, s, site, size, align, flags);
    bool is_ready = false;
    if (task) {
        note_child(t, task);
        is_ready = t->fresh_is_ready;
    }
    pirn__hub_leave(t);
    int error = is_ready ? start(t->hub, task) : 0;
    if (!error)
        return task;
    if (!(flags & PIRN__SPAWN_TRY))
        die_of(error);
    undo(t, task);
    return NULL;
}

PIRN__FRONT(pirn__spawn_small);
void *front_pirn__spawn_small(struct pirn_worker *w, struct pirn_scope *s,
                              struct pirn__site *site, size_t size,
                              unsigned flags)
{
    return front_pirn__spawn_any(w, s, site, size, 1, flags);
}

/* The root ----------------------------------------------------------------- */

/* PIRN_STACK=N, in bytes, or with K or M behind it. */
static void set_stack_size(pthread_attr_t *attributes)
{
    const char *text = getenv("PIRN_STACK");
    char *end;
    if (!text || !*text)
        return;
    unsigned long long size = strtoull(text, &end, 10);
    if (*end == 'K' || *end == 'k')
        size <<= 10;
    else if (*end == 'M' || *end == 'm')
        size <<= 20;
    if (size < (unsigned long long)PTHREAD_STACK_MIN)
        size = (unsigned long long)PTHREAD_STACK_MIN;
    size = (size + 4095) / 4096 * 4096;
    if (pthread_attr_setstacksize(attributes, size))
        pirn__die("PIRN_STACK=%s is no size of a stack", text);
}

struct pirn__thread *pirn__root_begin(const char *call, bool takes_turns)
{
    pirn__run_check(call);
    struct pirn__loop *loop = pirn__loop_begin(pirn__clock_default());
    struct pirn__thread *t = malloc(sizeof *t);
    loop->driver_ops->close(loop->driver);
    loop->driver_ops = &pirn__driver_poll;
    if (!t ||
        loop->driver_ops->open(&loop->driver, pirn__io_complete, NULL, loop))
        pirn__die("out of memory: cannot begin a runtime");
    struct pirn__driver *hub = loop->driver;
    loop->worker.stack_limit = 0;
    hub->loop = loop;
    hub->root = t;
    hub->is_traced = getenv("PIRN_TRACE") != NULL;
    hub->takes_turns = takes_turns;
    loop->has_no_turns = !takes_turns;
    set_stack_size(&hub->attributes);
    pirn__thread_init(t, hub, NULL);
    pirn__this_thread = t;
    pirn__loop_enter(loop);
    pirn__quit_begin(loop);
    return t;
}

void pirn__root_join(struct pirn__thread *t)
{
    if (t->hub->has_last)
        pthread_join(t->hub->last, NULL);
    pirn__poster_end(t);
    pirn__quit_end(t->hub->loop);
}

void pirn__root_end(struct pirn__thread *t)
{
    struct pirn__loop *loop = t->hub->loop;
    pirn__poll_end(t);
    pirn__this_thread = NULL;
    pirn__loop_exit(loop);
    pirn__loop_end(loop);
    free(t);
}

PIRN__FRONT(pirn__run_begin);
struct pirn_worker *front_pirn__run_begin(void)
{
    const char *turns = getenv("PIRN_TURNS");
    return &pirn__root_begin("pirn_run", turns && strcmp(turns, "1") == 0)
                ->spawner;
}

/* The root task is run on the thread that has called pirn_run. */
static struct pirn_task *spawn_root(struct pirn__thread *t, size_t size,
                                    size_t align)
{
    static struct pirn__site site = {"pirn_run", NULL, 0, 0};
    struct pirn__loop *loop = t->hub->loop;
    struct pirn_worker *w = pirn__hub_enter(t);
    loop->born = t->born;
    t->task = pirn__spawn_any(w, &loop->root, &site, size, align, 0);
    note_child(t, t->task);
    loop->worker.ring.head = loop->worker.ring.tail;
    if (t->hub->takes_turns)
        t->hub->running++;
    pirn__hub_leave(t);
    return t->task;
}

PIRN__FRONT(pirn__run_end);
void front_pirn__run_end(void *result, size_t size, size_t align)
{
    struct pirn__thread *t = pirn__this_thread;
    struct pirn__loop *loop = t->hub->loop;
    struct pirn_task *task = spawn_root(t, size, align);
    run(t);
    drain(t);
    pirn__hub_leave(t);
    if (t->lane)
        pirn__trace_close(t->lane);
    pirn__root_join(t);
    pirn__task_take_result(task, result, size);
    pirn__task_free(loop, task);
    pirn__root_end(t);
}
