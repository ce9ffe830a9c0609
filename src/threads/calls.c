/* The runtime's plain functions, as the program calls them: each takes the
 * lock, if the thread has a task. */
#include "threads.h"
#include <stdarg.h>

struct pirn__thread *pirn__front_enter(void)
{
    struct pirn__thread *t = pirn__this_thread;
    if (t)
        pirn__hub_enter(t);
    return t;
}

void pirn__front_leave(struct pirn__thread **t)
{
    if (*t)
        pirn__hub_leave(*t);
}

#define CALL(RESULT, NAME, PARAMETERS, ...)                                    \
    PIRN__FRONT(NAME);                                                         \
    RESULT front_##NAME PARAMETERS                                             \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        if (!t)                                                                \
            return NAME(__VA_ARGS__);                                          \
        pirn__hub_enter(t);                                                    \
        RESULT value = NAME(__VA_ARGS__);                                      \
        pirn__hub_leave(t);                                                    \
        return value;                                                          \
    }

#define CALL_VOID(NAME, PARAMETERS, ...)                                       \
    PIRN__FRONT(NAME);                                                         \
    void front_##NAME PARAMETERS                                               \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        if (t)                                                                 \
            pirn__hub_enter(t);                                                \
        NAME(__VA_ARGS__);                                                     \
        if (t)                                                                 \
            pirn__hub_leave(t);                                                \
    }

/* Of a worker, on a thread that has one. */
#define CALL_OF_WORKER(NAME, PARAMETERS, ...)                                  \
    PIRN__FRONT(NAME);                                                         \
    void front_##NAME PARAMETERS                                               \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        w = pirn__hub_enter(t);                                                \
        NAME(w, __VA_ARGS__);                                                  \
        pirn__hub_leave(t);                                                    \
    }

#include "calls.inc"

/* Those that need more ---------------------------------------------------- */

PIRN__FRONT(pirn_scope_set_deadline);
void front_pirn_scope_set_deadline(struct pirn_scope *s, int64_t time)
{
    struct pirn__thread *t = pirn__this_thread;
    if (t)
        pirn__hub_enter(t);
    pirn_scope_set_deadline(s, time);
    if (!t)
        return;
    pirn__deadline_moved(s);
    pirn__hub_leave(t);
}

PIRN__FRONT(pirn__frame_refill);
void *front_pirn__frame_refill(struct pirn_worker *w, unsigned class_,
                               size_t size, size_t align)
{
    struct pirn__thread *t = pirn__this_thread;
    w = pirn__hub_enter(t);
    void *block = pirn__frame_refill(w, class_, size, align);
    pirn__hub_leave(t);
    return block;
}

/* Aborts if s is not of this thread's runtime. */
static struct pirn__thread *thread_of_scope(struct pirn_scope *s)
{
    struct pirn__thread *t = pirn__this_thread;
    pirn__scope_loop(s, "spawn_in");
    return t;
}

PIRN__FRONT(pirn__scope_worker);
struct pirn_worker *front_pirn__scope_worker(struct pirn_scope *s)
{
    return &thread_of_scope(s)->worker;
}

PIRN__FRONT(pirn__scope_spawner);
struct pirn_worker *front_pirn__scope_spawner(struct pirn_scope *s)
{
    return &thread_of_scope(s)->spawner;
}

PIRN__FRONT(pirn_name);
void front_pirn_name(const char *format, ...)
{
    struct pirn__thread *t = pirn__this_thread;
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (t)
        pirn__hub_enter(t);
    pirn_name("%s", text);
    if (t)
        pirn__hub_leave(t);
}

/* A real clock needs no lock. */
PIRN__FRONT(pirn_now);
int64_t front_pirn_now(void)
{
    struct pirn__thread *t = pirn__this_thread;
    if (!t || pirn__clock_is_real(t->hub->loop->clock))
        return pirn_now();
    pirn__hub_enter(t);
    int64_t now = pirn_now();
    pirn__hub_leave(t);
    return now;
}

/* Other threads complete operations as if they were one of the runtime's. The
 * loop is what op begins with; op may be gone as soon as it is complete. */
PIRN__FRONT(pirn_complete);
void front_pirn_complete(pirn_op *op, int result)
{
    struct pirn__thread *t = pirn__this_thread;
    pirn__check_object(op, "pirn_complete", "operation");
    struct pirn__loop *loop = *(struct pirn__loop **)op;
    struct pirn__loop *own = pirn__this_loop;
    if (t && t->hub->loop == loop) {
        pirn__hub_enter(t);
        pirn_complete(op, result);
        pirn__hub_leave(t);
        return;
    }
    pirn__hub_lock(loop->driver);
    pirn__this_loop = loop;
    pirn_complete(op, result);
    pirn__this_loop = own;
    pirn__hub_unlock(loop->driver);
}

/* What there is not -------------------------------------------------------- */

_Noreturn static void refuse(const char *name)
{
    pirn__die("%s is not there in a program built with --threads: it would "
              "choose the order in which tasks run",
              name);
}

PIRN__FRONT(pirn__test_begin);
struct pirn__test *
front_pirn__test_begin(enum pirn__test_kind kind,
                       const struct pirn_test_options *options,
                       const char *call)
{
    static const char *const names[] = {
        [PIRN__TEST_RUN] = "pirn_test_run",
        [PIRN__TEST_EXPLORE] = "pirn_test_explore",
        [PIRN__TEST_CANCEL] = "pirn_test_cancel_everywhere",
        [PIRN__TEST_ALLOCATION] = "pirn_test_fail_allocations",
        [PIRN__TEST_CALL] = "pirn_test_fail_system_calls",
    };
    (void)options;
    (void)call;
    refuse(names[kind]);
}
