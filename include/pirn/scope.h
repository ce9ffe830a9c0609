/* Scopes: what holds tasks together, and where cancellation lives.
 *
 * Inside `scope (s) { }` the name s stands for a struct pirn_scope *, as does
 * what pirn_scope_ref(s) gives, which may be passed on and is good until the
 * scope has ended. All of these are for the scope's runtime, on whichever of
 * its workers.
 *
 * Behind its name stand options: .timeout, .deadline, .fail_fast, .shield,
 * .pinned and .limit. A .pinned scope stays on the worker where it is opened:
 * its body, its tasks, and scopes inside it. In a scope (s, .limit = n) at most
 * n tasks have begun and not ended at any time; the others are held back, in
 * the order of their spawns, without anybody having to wait for room. n is at
 * least 1. */
#ifndef PIRN_SCOPE_H
#define PIRN_SCOPE_H

#include <errno.h>
#include <pirn/clause.h>
#include <pirn/reason.h>
#include <stdbool.h>
#include <stdint.h>

struct pirn_scope;

/* Asks the tasks and the body of s to stop: from now on what suspends in it
 * returns -ECANCELED. What is cancelled stays cancelled.
 * Suspends: never. */
PIRN__FUNCTION void PIRN__CHECKED(pirn_scope_cancel)(struct pirn_scope *s);

/* The same, and says why in words: see pirn_cancel_reason.
 * Suspends: never.
 * Owns:     keeps text until s has ended. */
PIRN__FUNCTION void
    PIRN__CHECKED(pirn_scope_cancel_because)(struct pirn_scope *s,
                                             const char *text);

/* Moves the deadline of s to the time given, PIRN_NEVER for none. One that
 * is over cancels s at once. Does nothing if s is cancelled.
 * Suspends: never. */
PIRN__FUNCTION void PIRN__CHECKED(pirn_scope_set_deadline)(struct pirn_scope *s,
                                                           int64_t time);

/* Returns true if it was its own deadline that cancelled s; also in `else`.
 * Suspends: never. */
PIRN__FUNCTION bool
    PIRN__CHECKED(pirn_scope_timed_out)(const struct pirn_scope *s);

/* Returns what the first child of s that has failed has returned, a negative
 * value (INT_MIN, if it is less than that); 0 if none has, and for scopes
 * without .fail_fast; also in `else`.
 * Suspends: never. */
PIRN__FUNCTION int PIRN__CHECKED(pirn_scope_error)(const struct pirn_scope *s);

/* Returns true if the running task has been asked to stop, by a cancellation
 * of any scope around it; false outside tasks. For loops that compute.
 * Suspends: never. */
PIRN__FUNCTION bool pirn_is_cancelled(void);

/* Returns why the running task has been asked to stop; NULL if it has not
 * been, and outside tasks. It is good until the scope has ended in which the
 * cancellation began, and so at least as long as the running task is in it.
 * Suspends: never. */
PIRN__FUNCTION const struct pirn_cancel_reason *pirn_cancel_reason(void);

/* Waits until no task of s is running any more: those spawned meanwhile, too.
 * A task of s cannot wait so, nor one below it.
 * Suspends: while there is one.
 * Returns:  0; pirn_scope_error(s) if one has failed; -ECANCELED, which is
 *           what the body of a .fail_fast scope gets when that is cancelled. */
PIRN__ASYNC int PIRN__CHECKED(pirn_all)(struct pirn_scope *s);

/* PIRN_ALL(s, rc), a clause of a select: the same; *rc, which may be left out,
 * is 0 or pirn_scope_error(s). */
#define PIRN_ALL(...)                                                          \
    PIRN__CLAUSE_GIVEN(0, "PIRN_ALL takes a scope",                            \
                       PIRN__ALL(__VA_ARGS__, (int *)0, 0), __VA_ARGS__)
#if defined(__PIRN__) || defined(PIRN__RUNTIME)
extern const uint8_t pirn__kind_all;
#endif

/* pirn_first(s, t): waits until a task of s has ended and stores its handle in
 * *t, a task(T), which is to be awaited, and does not wait then. Gives each
 * task once, in the order in which they end; but not those without a handle,
 * nor those that have been awaited before. All of them have to be of the type
 * of *t, or the handle is only to be compared with others. A task of s cannot
 * wait so, nor one below it.
 * Suspends: while none has ended.
 * Returns:  0; -ENOENT if none is left; -ECANCELED. On failure *t is
 *           untouched. */
PIRN__ASYNC int pirn__first(struct pirn_scope *s, void *t);

/* PIRN_FIRST(s, t, rc), a clause of a select: the same; *rc, which may be left
 * out, is 0 or -ENOENT. */
#define PIRN_FIRST(s, ...)                                                     \
    PIRN__CLAUSE_GIVEN(s, "PIRN_FIRST takes a scope and where a task goes",    \
                       PIRN__FIRST(s, __VA_ARGS__, (int *)0, 0), __VA_ARGS__)
#if defined(__PIRN__) || defined(PIRN__RUNTIME)
extern const uint8_t pirn__kind_first;
#endif

#if (defined(__PIRN__) && !defined(__PIRN_CHECK__)) || defined(PIRN__RUNTIME)
/* What both ways to cancel are, where the place of the call is known. */
void pirn__scope_cancel(struct pirn_scope *s, const char *text,
                        const char *function, const char *file, unsigned line);
#endif

#if defined(__PIRN__) && !defined(__PIRN_CHECK__)

#define pirn_scope_cancel(s)                                                   \
    pirn__scope_cancel(s, 0, __func__, __FILE__, __LINE__)
#define pirn_scope_cancel_because(s, text)                                     \
    pirn__scope_cancel(s, text, __func__, __FILE__, __LINE__)
#define PIRN__ALL(s, rc, ...) pirn__clause_all(s, rc)
#define pirn_first(s, t)                                                       \
    pirn__first(s, (t) + 0 * __extension__ sizeof(pirn__result_type(*(t)) *))
#define PIRN__FIRST(s, t, rc, ...)                                             \
    pirn__clause_first(                                                        \
        s, (t) + 0 * __extension__ sizeof(pirn__result_type(*(t)) *), rc)

/* Returns the scope, to be passed on.
 * Suspends: never. */
static __inline__ __attribute__((unused)) struct pirn_scope *
pirn_scope_ref(struct pirn_scope *s)
{
    return s;
}

#elif !defined(PIRN__RUNTIME)

/* What a scope may be given; its options follow the first member. */
struct pirn_scope_options {
    char none;
    int64_t timeout, deadline, limit;
    bool shield, fail_fast, pinned;
};

#ifndef __PIRN__
#include <pirn/scope_elided.h>
#endif

/* The name of an elided scope is declared where the translator takes the words
 * out, and for an editor. Elsewhere it is not, so that these macros leave it
 * out. */
#if defined(__PIRN_WORDS__) || defined(__PIRN_EDITOR__) ||                     \
    defined(__PIRN_COPY_NAMES__)
#define PIRN__ELIDED_SCOPE(s)                                                  \
    PIRN__SCOPE_GIVEN(((void)pirn__takes_scope(s), (struct pirn_scope *)0), s)
int pirn__takes_scope(const struct pirn_scope *s);
#else
#define PIRN__ELIDED_SCOPE(s) PIRN__SCOPE_GIVEN(((struct pirn_scope *)0), s)
#endif
#define pirn_scope_cancel(s)                                                   \
    PIRN__CHECKED(pirn_scope_cancel)(PIRN__ELIDED_SCOPE(s))
#define pirn_scope_cancel_because(s, text)                                     \
    PIRN__CHECKED(pirn_scope_cancel_because)(PIRN__ELIDED_SCOPE(s), text)
#define pirn_scope_set_deadline(s, time)                                       \
    PIRN__CHECKED(pirn_scope_set_deadline)(PIRN__ELIDED_SCOPE(s), time)
#define pirn_scope_timed_out(s)                                                \
    PIRN__CHECKED(pirn_scope_timed_out)(PIRN__ELIDED_SCOPE(s))
#define pirn_scope_error(s)                                                    \
    PIRN__CHECKED(pirn_scope_error)(PIRN__ELIDED_SCOPE(s))
#define PIRN__SCOPE_GIVEN(TEXT, s)                                             \
    PIRN__GIVEN(pirn__no_scope, 0, "this takes a scope", TEXT, s)
#define pirn_scope_ref(s) PIRN__ELIDED_SCOPE(s)
#define pirn_all(s) PIRN__CHECKED(pirn_all)(PIRN__ELIDED_SCOPE(s))
#define pirn_first(s, t) pirn__first(PIRN__ELIDED_SCOPE(s), t)
#define PIRN__ALL(s, rc, ...) pirn__clause_all(PIRN__ELIDED_SCOPE(s), rc)
#define PIRN__FIRST(s, t, rc, ...)                                             \
    pirn__clause_first(PIRN__ELIDED_SCOPE(s), t, rc)

#endif

#ifndef PIRN__RUNTIME
PIRN__CLAUSE pirn__clause_first(struct pirn_scope *s, void *t, int *rc)
{
#ifndef __PIRN__
    static char none; /* as there is no scope, and NULL is never ready */
    s = (struct pirn_scope *)(void *)&none;
#endif
    struct pirn_clause clause = pirn__clause_of(PIRN__OWN_CLAUSE(first), s, rc);
    clause.item = t;
    return clause;
}

PIRN__CLAUSE pirn__clause_all(struct pirn_scope *s, int *rc)
{
#ifndef __PIRN__
    static char none;
    s = (struct pirn_scope *)(void *)&none;
#endif
    return pirn__clause_of(PIRN__OWN_CLAUSE(all), s, rc);
}
#endif
#endif
