/* The runtime's plain functions, as the program calls them: each takes the
 * lock, if the thread has a task. */
#include "threads.h"
#include <stdarg.h>

#define CALL(RESULT, NAME, PARAMETERS, ...)                                    \
    PIRN__REAL(NAME);                                                          \
    RESULT NAME PARAMETERS                                                     \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        if (!t)                                                                \
            return pirn__real_##NAME(__VA_ARGS__);                             \
        pirn__hub_enter(t);                                                    \
        RESULT value = pirn__real_##NAME(__VA_ARGS__);                         \
        pirn__hub_leave(t);                                                    \
        return value;                                                          \
    }

#define CALL_VOID(NAME, PARAMETERS, ...)                                       \
    PIRN__REAL(NAME);                                                          \
    void NAME PARAMETERS                                                       \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        if (t)                                                                 \
            pirn__hub_enter(t);                                                \
        pirn__real_##NAME(__VA_ARGS__);                                        \
        if (t)                                                                 \
            pirn__hub_leave(t);                                                \
    }

/* Of a worker, on a thread that has one. */
#define CALL_OF_WORKER(NAME, PARAMETERS, ...)                                  \
    PIRN__REAL(NAME);                                                          \
    void NAME PARAMETERS                                                       \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        w = pirn__hub_enter(t);                                                \
        pirn__real_##NAME(w, __VA_ARGS__);                                     \
        pirn__hub_leave(t);                                                    \
    }

#define W struct pirn_worker *w

/* Scopes and tasks --------------------------------------------------------- */

CALL_OF_WORKER(pirn__scope_enter,
               (W, struct pirn_scope *s,
                const struct pirn_scope_options *options),
               s, options)
CALL_OF_WORKER(pirn__scope_abandon, (W, struct pirn_scope *s, uint32_t line), s,
               line)
CALL_OF_WORKER(pirn__scope_drop, (W, struct pirn_scope *s), s)
CALL_OF_WORKER(pirn__defer_enter, (W, struct pirn_scope *s), s)
CALL_OF_WORKER(pirn__defer_leave, (W, struct pirn_scope *s), s)
CALL_OF_WORKER(pirn__frame_release, (W, struct pirn_frame *frame), frame)

CALL_VOID(pirn__scope_cancel,
          (struct pirn_scope * s, const char *text, const char *function,
           const char *file, unsigned line),
          s, text, function, file, line)
CALL_VOID(pirn_scope_cancel, (struct pirn_scope * s), s)
CALL_VOID(pirn_scope_cancel_because, (struct pirn_scope * s, const char *text),
          s, text)
CALL_VOID(pirn__cancel,
          (void *task, const char *function, const char *file, unsigned line),
          task, function, file, line)
CALL(bool, pirn_scope_timed_out, (const struct pirn_scope *s), s)
CALL(int, pirn_scope_error, (const struct pirn_scope *s), s)
CALL(bool, pirn_is_cancelled, (void))
CALL(const struct pirn_cancel_reason *, pirn_cancel_reason, (void))
CALL_VOID(pirn_local_set,
          (struct pirn_scope * s, struct pirn_local_binding *binding,
           const struct pirn_local *key, void *value),
          s, binding, key, value)
CALL(void *, pirn_local_get, (const struct pirn_local *key), key)
CALL_VOID(pirn_dump, (FILE * out), out)

PIRN__REAL(pirn_scope_set_deadline);
void pirn_scope_set_deadline(struct pirn_scope *s, int64_t time)
{
    struct pirn__thread *t = pirn__this_thread;
    if (t)
        pirn__hub_enter(t);
    pirn__real_pirn_scope_set_deadline(s, time);
    if (!t)
        return;
    pirn__deadline_moved(s);
    pirn__hub_leave(t);
}

PIRN__REAL(pirn__frame_refill);
void *pirn__frame_refill(struct pirn_worker *w, unsigned class_, size_t size,
                         size_t align)
{
    struct pirn__thread *t = pirn__this_thread;
    w = pirn__hub_enter(t);
    void *block = pirn__real_pirn__frame_refill(w, class_, size, align);
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

struct pirn_worker *pirn__scope_worker(struct pirn_scope *s)
{
    return &thread_of_scope(s)->worker;
}

struct pirn_worker *pirn__scope_spawner(struct pirn_scope *s)
{
    return &thread_of_scope(s)->spawner;
}

PIRN__REAL(pirn_name);
void pirn_name(const char *format, ...)
{
    struct pirn__thread *t = pirn__this_thread;
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (t)
        pirn__hub_enter(t);
    pirn__real_pirn_name("%s", text);
    if (t)
        pirn__hub_leave(t);
}

/* A real clock needs no lock. */
PIRN__REAL(pirn_now);
int64_t pirn_now(void)
{
    struct pirn__thread *t = pirn__this_thread;
    if (!t || pirn__clock_is_real(t->hub->loop->clock))
        return pirn__real_pirn_now();
    pirn__hub_enter(t);
    int64_t now = pirn__real_pirn_now();
    pirn__hub_leave(t);
    return now;
}

/* Other threads complete operations as if they were one of the runtime's. The
 * loop is what op begins with; op may be gone as soon as it is complete. */
PIRN__REAL(pirn_complete);
void pirn_complete(pirn_op *op, int result)
{
    struct pirn__thread *t = pirn__this_thread;
    struct pirn__loop *loop = *(struct pirn__loop **)op;
    struct pirn__loop *own = pirn__this_loop;
    if (t && t->hub->loop == loop) {
        pirn__hub_enter(t);
        pirn__real_pirn_complete(op, result);
        pirn__hub_leave(t);
        return;
    }
    pirn__hub_lock(loop->driver);
    pirn__this_loop = loop;
    pirn__real_pirn_complete(op, result);
    pirn__this_loop = own;
    pirn__hub_unlock(loop->driver);
}

/* Channels ----------------------------------------------------------------- */

CALL(struct pirn_chan *, pirn__broadcast_subscribe, (struct pirn_chan * hub),
     hub)
CALL(struct pirn_chan *, pirn__broadcast_try_subscribe,
     (struct pirn_chan * hub), hub)
CALL_VOID(pirn__chan_set_drop, (struct pirn_chan * c, void (*drop)(void *item)),
          c, drop)
CALL_VOID(pirn__broadcast_set_copy,
          (struct pirn_chan * hub, void (*copy)(void *item)), hub, copy)
CALL_VOID(pirn__chan_close, (struct pirn_chan * c), c)
CALL_VOID(pirn__chan_free, (struct pirn_chan * c), c)
CALL(size_t, pirn__chan_length, (const struct pirn_chan *c), c)
CALL(int, pirn__chan_try_send,
     (struct pirn_chan * c, const void *item, size_t size), c, item, size)
CALL(int, pirn__chan_try_recv, (struct pirn_chan * c, void *item, size_t size),
     c, item, size)

/* Locks -------------------------------------------------------------------- */

CALL(int, pirn_mutex_try_lock, (struct pirn_mutex * m), m)
CALL_VOID(pirn_mutex_unlock, (struct pirn_mutex * m), m)
CALL(int, pirn_rwlock_try_rdlock, (struct pirn_rwlock * l), l)
CALL(int, pirn_rwlock_try_wrlock, (struct pirn_rwlock * l), l)
CALL_VOID(pirn_rwlock_unlock, (struct pirn_rwlock * l), l)
CALL(int, pirn_semaphore_try_acquire, (struct pirn_semaphore * s, size_t n), s,
     n)
CALL_VOID(pirn_semaphore_release, (struct pirn_semaphore * s, size_t n), s, n)
CALL_VOID(pirn_condition_signal, (struct pirn_condition * c), c)
CALL_VOID(pirn_condition_broadcast, (struct pirn_condition * c), c)
CALL_VOID(pirn_event_set, (struct pirn_event * e), e)
CALL_VOID(pirn_event_clear, (struct pirn_event * e), e)
CALL_VOID(pirn_wait_group_add, (struct pirn_wait_group * g, size_t n), g, n)
CALL_VOID(pirn_wait_group_done, (struct pirn_wait_group * g), g)

/* What there is not -------------------------------------------------------- */

_Noreturn static void refuse(const char *name)
{
    pirn__die("%s is not there in a program built with --threads: it would "
              "choose the order in which tasks run",
              name);
}

struct pirn__test *pirn__test_begin(enum pirn__test_kind kind,
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
