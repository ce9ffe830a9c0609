/* Scopes: what holds tasks together, and where cancellation lives.
 *
 * Inside `scope (s) { }` the name s stands for a struct pirn_scope *, as does
 * what pirn_scope_ref(s) gives, which may be passed on and is good until the
 * scope has ended. All of these are for the thread of the scope's runtime. */
#ifndef PIRN_SCOPE_H
#define PIRN_SCOPE_H

#include <stdbool.h>
#include <stdint.h>

struct pirn_scope;

#if defined(__PIRN__) || defined(PIRN__RUNTIME)

/* Asks the tasks and the body of s to stop: from now on what suspends in it
 * returns -ECANCELED. What is cancelled stays cancelled.
 * Suspends: never. */
void pirn_scope_cancel(struct pirn_scope *s);

/* Moves the deadline of s to the time given, PIRN_NEVER for none. One that
 * is over cancels s at once. Does nothing if s is cancelled.
 * Suspends: never. */
void pirn_scope_set_deadline(struct pirn_scope *s, int64_t time);

/* Returns true if it was its own deadline that cancelled s; also in `else`.
 * Suspends: never. */
bool pirn_scope_timed_out(const struct pirn_scope *s);

/* Returns true if the running task has been asked to stop, by a cancellation
 * of any scope around it; false outside tasks. For loops that compute.
 * Suspends: never. */
bool pirn_is_cancelled(void);

#endif
#ifdef __PIRN__

/* Returns the scope, to be passed on.
 * Suspends: never. */
static inline __attribute__((unused)) struct pirn_scope *
pirn_scope_ref(struct pirn_scope *s)
{
    return s;
}

#elif !defined(PIRN__RUNTIME)

/* The name of an elided scope is not declared, so that these are macros. */
#define pirn_scope_cancel(s) ((void)0)
#define pirn_scope_set_deadline(s, time) ((void)(time))
#define pirn_scope_timed_out(s) 0
#define pirn_scope_ref(s) ((struct pirn_scope *)0)
#define pirn_is_cancelled() 0

#endif
#endif
