/* How a coroutine of the runtime is written, and a plain function that programs
 * call. docs/runtime.md shows it by an example.
 *
 *     PIRN__AWAITABLE(pirn_event_wait, PIRN__HOLD(e), (struct pirn_event *, e))
 *     {
 *         if (pirn__refused(w))
 *             return pirn__refuse(w);
 *         ...
 *     }
 *
 * The body may use w, the worker, and the parameters. It returns the int that
 * the coroutine returns, or what pirn__queue_up or pirn__wait_begin do. All
 * else is made here: the frame of a call that is spawned, or begun with the
 * native stack used up; its step, and the name of that in dumps; the entry that
 * translated code calls; and, in the library for --threads, the function in
 * front of that.
 *
 * The public header declares the same without the worker, and the compiler
 * compares them. A parameter is written as (type, name); a type that would go
 * around its name needs a typedef. */
#ifndef PIRN_RUNTIME_AWAITABLE_H
#define PIRN_RUNTIME_AWAITABLE_H

#include "runtime/base/tables.h"
#include "runtime/runtime.h"
#include "runtime/wait/sync.h"

/* What the body uses: decides what is held around it, if there are several
 * workers.
 *   PIRN__HOLD(object)  one object, which has a member `waiters`
 *   PIRN__HOLD_ALL      several: the crew's lock; the body holds each of them
 *   PIRN__HOLD_NONE     nothing that others may use; or it holds that itself
 * Each is a pair: whether anything is held, and how. */
#define PIRN__HOLD(OBJECT)                                                     \
    (true, pirn__hold_for(loop, (OBJECT) ? &(OBJECT)->waiters : NULL))
#define PIRN__HOLD_ALL (true, pirn__hold_for(loop, NULL))
#define PIRN__HOLD_NONE (false, PIRN__HELD_ALREADY)
#define PIRN__IS_HELD(IS_HELD, HOLD) IS_HELD
#define PIRN__HOLD_OF(IS_HELD, HOLD) HOLD

static inline enum pirn__hold pirn__hold_for(struct pirn__loop *loop,
                                             struct pirn__waiters *waiters)
{
    if (waiters)
        return pirn__hold_waiters(loop, waiters);
    return pirn__enter(loop) ? PIRN__BY_LOCK : PIRN__HELD_ALREADY;
}

#define PIRN__AWAITABLE(NAME, HOLD, ...)                                       \
    PIRN__AWAITABLE_AS(NAME, #NAME, HOLD, ##__VA_ARGS__)

/* The same for one that programs call by a macro, and dumps call TITLE. */
#define PIRN__AWAITABLE_AS(NAME, TITLE, HOLD, ...)                             \
    int NAME(PIRN__SIGNATURE(__VA_ARGS__)); /* as the header says */           \
    int entry_##NAME(PIRN__WITH_WORKER(__VA_ARGS__)) PIRN__ENTRY(NAME);        \
    static int NAME##_begin(PIRN__WITH_WORKER(__VA_ARGS__));                   \
                                                                               \
    static __attribute__((noinline)) int NAME##_in_crew(                       \
        PIRN__WITH_WORKER(__VA_ARGS__))                                        \
    {                                                                          \
        struct pirn__loop *loop = pirn__loop_of(w);                            \
        enum pirn__hold hold = PIRN__HOLD_OF HOLD;                             \
        int rc = NAME##_begin(PIRN__PASSED_ON(w, ##__VA_ARGS__));              \
        w->budget = 1; /* as it always is here */                              \
        pirn__release(loop, hold);                                             \
        return rc;                                                             \
    }                                                                          \
                                                                               \
    static inline int NAME##_now(PIRN__WITH_WORKER(__VA_ARGS__))               \
    {                                                                          \
        return PIRN__IS_HELD HOLD && pirn__unlikely(w->crew)                   \
                   ? NAME##_in_crew(PIRN__PASSED_ON(w, ##__VA_ARGS__))         \
                   : NAME##_begin(PIRN__PASSED_ON(w, ##__VA_ARGS__));          \
    }                                                                          \
                                                                               \
    struct NAME##_call {                                                       \
        PIRN__FRAME_HEADER;                                                    \
        int rc;                                                                \
        PIRN__EACH(PIRN__AS_MEMBER, ##__VA_ARGS__)                             \
    };                                                                         \
                                                                               \
    static struct pirn_frame *NAME##_step(struct pirn_frame *frame,            \
                                          struct pirn_worker *w)               \
    {                                                                          \
        struct NAME##_call *self = (struct NAME##_call *)frame;                \
        if (self->state == 0) {                                                \
            self->state = 1;                                                   \
            self->rc =                                                         \
                NAME##_now(w PIRN__EACH(PIRN__AS_LOADED, ##__VA_ARGS__));      \
            if (w->suspended) {                                                \
                pirn__frame_wait(w, frame, &self->rc);                         \
                return NULL;                                                   \
            }                                                                  \
        }                                                                      \
        return pirn__frame_finish(w, frame, self->rc);                         \
    }                                                                          \
    PIRN__NATIVE(NAME##_step, TITLE, NULL);                                    \
                                                                               \
    /* Apart, so that the usual way saves no registers. */                     \
    static __attribute__((noinline)) int NAME##_later(                         \
        PIRN__WITH_WORKER(__VA_ARGS__))                                        \
    {                                                                          \
        w->budget += w->budget == 0; /* an entry at hand has counted this */   \
        struct NAME##_call *self = pirn__frame_start(                          \
            w, sizeof *self, _Alignof(struct NAME##_call), NAME##_step);       \
        if (self) {                                                            \
            PIRN__EACH(PIRN__AS_STORED, ##__VA_ARGS__)                         \
        }                                                                      \
        return 0;                                                              \
    }                                                                          \
                                                                               \
    PIRN__IN_FRONT_OF_ENTRY(NAME, ##__VA_ARGS__)                               \
    int entry_##NAME(PIRN__WITH_WORKER(__VA_ARGS__))                           \
    {                                                                          \
        return pirn__must_start(w)                                             \
                   ? NAME##_later(PIRN__PASSED_ON(w, ##__VA_ARGS__))           \
                   : NAME##_now(PIRN__PASSED_ON(w, ##__VA_ARGS__));            \
    }                                                                          \
                                                                               \
    static inline int NAME##_begin(PIRN__WITH_WORKER(__VA_ARGS__))

/* The entry of one that is written by hand, with a step of its own, since it
 * does what is most usual in a few instructions. The rest is as above. */
#define PIRN__ENTRY_BY_HAND(NAME, ...)                                         \
    int NAME(PIRN__SIGNATURE(__VA_ARGS__)); /* as the header says */           \
    int entry_##NAME(PIRN__WITH_WORKER(__VA_ARGS__)) PIRN__ENTRY(NAME);        \
    PIRN__IN_FRONT_OF_ENTRY(NAME, ##__VA_ARGS__)                               \
    int entry_##NAME(PIRN__WITH_WORKER(__VA_ARGS__))

/* A coroutine of the program's own, which is called from a body that holds
 * nothing. */
typedef int pirn__body(struct pirn_worker *w, void *arg);
#ifndef PIRN__RUN_BODY
#define PIRN__RUN_BODY(W, F, ARG) (F)(W, ARG)
#endif

/* A plain function of the program's own, which may call any of the runtime's,
 * is called while nothing is held. */
#ifndef PIRN__CALL_OUT
#define PIRN__CALL_OUT(F, ARG) (F)(ARG)
#endif

/* A plain function that programs call:
 *
 *     PIRN__CALLABLE(void, pirn_event_set, (struct pirn_event *, e))
 *     {
 *         ...
 *     }
 */
#ifndef PIRN__IN_FRONT_OF_ENTRY
#define PIRN__IN_FRONT_OF_ENTRY(...)
#define PIRN__CALLABLE(RESULT, NAME, ...)                                      \
    RESULT NAME(PIRN__SIGNATURE(__VA_ARGS__))
#endif

/* Lists of parameters ------------------------------------------------------ */

#define PIRN__WITH_WORKER(...)                                                 \
    struct pirn_worker *w PIRN__EACH(PIRN__AS_PARAMETER, ##__VA_ARGS__)
#define PIRN__PASSED_ON(W, ...) W PIRN__EACH(PIRN__AS_ARGUMENT, ##__VA_ARGS__)

#define PIRN__AS_PARAMETER(TYPE, NAME) , TYPE NAME
#define PIRN__AS_ARGUMENT(TYPE, NAME) , NAME
#define PIRN__AS_MEMBER(TYPE, NAME) TYPE NAME;
#define PIRN__AS_LOADED(TYPE, NAME) , self->NAME
#define PIRN__AS_STORED(TYPE, NAME) self->NAME = NAME;
#define PIRN__AS_FIRST_PARAMETER(TYPE, NAME) TYPE NAME
#define PIRN__AS_FIRST_ARGUMENT(TYPE, NAME) NAME

/* Without the worker: as parameters, as arguments. */
#define PIRN__SIGNATURE(...)                                                   \
    PIRN__BY_COUNT(PIRN__SIGNATURE_, ##__VA_ARGS__)(__VA_ARGS__)
#define PIRN__SIGNATURE_0() void
#define PIRN__SIGNATURE_1(A) PIRN__AS_FIRST_PARAMETER A
#define PIRN__SIGNATURE_2(A, B) PIRN__SIGNATURE_1(A) PIRN__AS_PARAMETER B
#define PIRN__SIGNATURE_3(A, B, C) PIRN__SIGNATURE_2(A, B) PIRN__AS_PARAMETER C
#define PIRN__SIGNATURE_4(A, B, C, D)                                          \
    PIRN__SIGNATURE_3(A, B, C) PIRN__AS_PARAMETER D
#define PIRN__SIGNATURE_5(A, B, C, D, E)                                       \
    PIRN__SIGNATURE_4(A, B, C, D) PIRN__AS_PARAMETER E
#define PIRN__SIGNATURE_6(A, B, C, D, E, F)                                    \
    PIRN__SIGNATURE_5(A, B, C, D, E) PIRN__AS_PARAMETER F
#define PIRN__ARGUMENTS(...)                                                   \
    PIRN__BY_COUNT(PIRN__ARGUMENTS_, ##__VA_ARGS__)(__VA_ARGS__)
#define PIRN__ARGUMENTS_0()
#define PIRN__ARGUMENTS_1(A) PIRN__AS_FIRST_ARGUMENT A
#define PIRN__ARGUMENTS_2(A, B) PIRN__ARGUMENTS_1(A) PIRN__AS_ARGUMENT B
#define PIRN__ARGUMENTS_3(A, B, C) PIRN__ARGUMENTS_2(A, B) PIRN__AS_ARGUMENT C

#define PIRN__EACH(M, ...)                                                     \
    PIRN__BY_COUNT(PIRN__EACH_, ##__VA_ARGS__)(M, ##__VA_ARGS__)
#define PIRN__EACH_0(M)
#define PIRN__EACH_1(M, A) M A
#define PIRN__EACH_2(M, A, B) M A M B
#define PIRN__EACH_3(M, A, B, C) M A M B M C
#define PIRN__EACH_4(M, A, B, C, D) M A M B M C M D
#define PIRN__EACH_5(M, A, B, C, D, E) M A M B M C M D M E
#define PIRN__EACH_6(M, A, B, C, D, E, F) M A M B M C M D M E M F

#define PIRN__BY_COUNT(NAME, ...)                                              \
    PIRN__THE_EIGHTH(, ##__VA_ARGS__, NAME##6, NAME##5, NAME##4, NAME##3,      \
                     NAME##2, NAME##1, NAME##0)
#define PIRN__THE_EIGHTH(A, B, C, D, E, F, G, H, ...) H

#endif
