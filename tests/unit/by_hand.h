/* Coroutines as the translator writes them, for tests of the runtime alone:
 * the frame is a struct that begins with PIRN__FRAME_HEADER, the body stands
 * in the step as a state machine, and the entry takes a frame at its start.
 * (Entries that take theirs late are written out where they are tested.) */
#ifndef BY_HAND_H
#define BY_HAND_H

#include "entries.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* The entry: a frame in state 0, called self, for the arguments. */
#define START(name)                                                            \
    struct name *self = pirn__frame_start(w, sizeof *self,                     \
                                          _Alignof(struct name), name##_step); \
    if (!self)                                                                 \
    return 0

#define STEP(name)                                                             \
    static struct pirn_frame *name##_step(struct pirn_frame *frame,            \
                                          struct pirn_worker *w)

/* The body, between the two of these. */
#define BEGIN(name)                                                            \
    struct name *self = (struct name *)frame;                                  \
    switch (self->state) {                                                     \
    case 0:
#define END                                                                    \
    }                                                                          \
    abort()

/* slot = await call, where slot is a member of the frame. */
#define AWAIT(slot, call)                                                      \
    do {                                                                       \
        __typeof__(slot) value_ = (call);                                      \
        if (w->suspended) {                                                    \
            self->state = __LINE__;                                            \
            pirn__frame_wait(w, frame, &(slot));                               \
            return NULL;                                                       \
        case __LINE__:;                                                        \
        } else {                                                               \
            (slot) = value_;                                                   \
        }                                                                      \
    } while (0)

/* slot = await task. */
#define AWAIT_TASK(slot, task)                                                 \
    do {                                                                       \
        pirn__await_task(w, task, &(slot), sizeof(slot));                      \
        if (w->suspended) {                                                    \
            self->state = __LINE__;                                            \
            pirn__frame_wait(w, frame, &(slot));                               \
            return NULL;                                                       \
        case __LINE__:;                                                        \
        }                                                                      \
    } while (0)

#define RETURN(type, value)                                                    \
    do {                                                                       \
        if (self->link.result)                                                 \
            *(type *)self->link.result = (value);                              \
        struct pirn_frame *caller_ = self->link.caller;                        \
        pirn__frame_free(w, frame);                                            \
        return caller_;                                                        \
    } while (0)

/* spawn call, a call with w as its first argument and a result of the type
 * given, in scope s. */
#define SPAWN_WITH(s, size, align, flags, call)                                \
    (__extension__({                                                           \
        struct pirn_worker *worker_ = w;                                       \
        {                                                                      \
            struct pirn_worker *w = worker_->spawner;                          \
            (void)(call);                                                      \
        }                                                                      \
        static struct pirn__site site_ = {__func__, __FILE__, __LINE__, 0};    \
        pirn__spawn(worker_, s, &site_, size, align, flags);                   \
    }))
#define SPAWN(s, type, call)                                                   \
    SPAWN_WITH(s, sizeof(type), _Alignof(type), 0, call)
#define SPAWN_DETACHED(s, call)                                                \
    (void)SPAWN_WITH(s, 4, 4, PIRN__SPAWN_DETACHED, call)
#define TRY_SPAWN(s, type, call)                                               \
    SPAWN_WITH(s, sizeof(type), _Alignof(type), PIRN__SPAWN_TRY, call)

/* pirn_run(call), into result. */
#define RUN(result, call)                                                      \
    do {                                                                       \
        struct pirn_worker *w = pirn__run_begin();                             \
        (void)(call);                                                          \
        pirn__run_end(&(result), sizeof(result),                               \
                      _Alignof(__typeof__(result)));                           \
    } while (0)

/* A clock that stands while anything can run, and then jumps. ------------- */

static int64_t test_time;

static inline int64_t test_now(struct pirn_clock *clock)
{
    (void)clock;
    return test_time;
}

static inline int64_t test_idle(struct pirn_clock *clock, int64_t until)
{
    (void)clock;
    if (until == PIRN_NEVER)
        return -1;
    test_time = until;
    return 0;
}

static struct pirn_clock test_clock = {test_now, test_idle};

static inline int use_virtual_time(void **state)
{
    (void)state;
    test_time = 1000000;
    pirn_clock_use(&test_clock);
    return 0;
}

/* What happened, as a line of text. --------------------------------------- */

static char notes[4096];

static inline __attribute__((format(printf, 1, 2))) void
note(const char *format, ...)
{
    size_t used = strlen(notes);
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(notes + used, sizeof notes - used, format, arguments);
    va_end(arguments);
}

static inline int forget_notes(void **state)
{
    notes[0] = '\0';
    return use_virtual_time(state);
}

#endif
