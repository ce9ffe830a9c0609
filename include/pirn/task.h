/* Tasks: what `spawn` starts. */
#ifndef PIRN_TASK_H
#define PIRN_TASK_H

#include <errno.h>
#include <stddef.h>
#include <stdint.h>

/* 0, or an error if a value of type T cannot be stored through a V *. */
#define pirn__same_type(V, T)                                                  \
    (0 * sizeof(char[__builtin_types_compatible_p(V, T) ||                     \
                             __builtin_types_compatible_p(V, void)             \
                         ? 1                                                   \
                         : -1]))

/* Whether v points to a T, or to a T or const T. An array does, too. */
#define pirn__points_to_room(v, T)                                             \
    __builtin_types_compatible_p(__typeof__(0 ? (v) : (v)), __typeof__(T) *)
#define pirn__points_to(v, T)                                                  \
    (pirn__points_to_room(v, T) ||                                             \
     __builtin_types_compatible_p(__typeof__(0 ? (v) : (v)),                   \
                                  const __typeof__(T) *))

/* No task, for handles that are to get one later: also in the elision, where
 * NULL would be a pointer given to a result. If that is a struct it stands in
 * braces: `task(struct answer) t = {PIRN_NO_TASK};`. Whether a handle is one of
 * a task pirn_spawned tells. */
#define PIRN_NO_TASK 0

/* True unless t is what try_spawn gives for want of memory. In the serial
 * elision t is the result itself, so it has always been spawned. */
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_spawned(t) ((void *)(t) != (void *)0)
#else
#define pirn_spawned(t) ((void)sizeof(t), 1)
#endif

#if (defined(__PIRN__) && !defined(__PIRN_CHECK__)) || defined(PIRN__RUNTIME)
void pirn__cancel(void *task, const char *function, const char *file,
                  unsigned line); /* pirn_cancel */
#endif

/* pirn_join(t, v): waits for the task t to end, as `await t` does, but can be
 * cancelled. Then stores its result in *v, if v is not NULL, and frees t. The
 * type of v is checked against that of t.
 * Suspends: until t has ended.
 * Returns:  0; -ECANCELED. On failure t is still good. */
PIRN__ASYNC int pirn__join(void *task, void *out, size_t size);

/* Lets all others that are ready on this worker have their turn first.
 * Suspends: always.
 * Returns:  0; -ECANCELED. */
PIRN__ASYNC int pirn_yield_now(void);

#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn__result_type(t) __typeof__((t)((struct pirn_task_tag *)0))
#define pirn_join(t, v)                                                        \
    pirn__join((void *)(t), v,                                                 \
               __extension__ sizeof(pirn__result_type(t)) +                    \
                   pirn__same_type(__typeof__(*(v)), pirn__result_type(t)))

/* Asks the task t to stop, and all that it has spawned in scopes of its own:
 * from now on what suspends in it returns -ECANCELED. What is cancelled stays
 * cancelled; the scope that the task was spawned in, and its other tasks, are
 * not. Does nothing if t has ended. The handle stays good. If t is on another
 * worker, it is told there, soon.
 * Suspends: never.
 * Threads:  those of the workers of the task's runtime. */
#define pirn_cancel(t)                                                         \
    ((void)sizeof(pirn__result_type(t) *),                                     \
     pirn__cancel((void *)(t), __func__, __FILE__, __LINE__))

#elif !defined(PIRN__RUNTIME)

/* The task is its result. */
#define pirn_join(t, v)                                                        \
    pirn__join((void *)(uintptr_t) & (t), v, pirn__result_size(t, v))

/* The size of the result of t; an error if the pointer v, which may be NULL,
 * does not point to one. */
#define pirn__result_size(t, v)                                                \
    (__extension__({                                                           \
        _Static_assert(pirn__points_to(v, __typeof__(t)) ||                    \
                           pirn__points_to(v, void),                           \
                       "this is no pointer to a result of the task");          \
        sizeof(t);                                                             \
    }))

#define pirn_cancel(t) ((void)sizeof(t))

#ifndef __PIRN__
PIRN__ELIDED int pirn__join(void *task, void *out, size_t size)
{
    if (out)
        __builtin_memcpy(out, task, size);
    return 0;
}

PIRN__ELIDED int pirn_yield_now(void)
{
    return 0;
}
#endif

#endif
#endif
