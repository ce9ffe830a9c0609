/* Looking at a living program: what each of its tasks waits for. */
#ifndef PIRN_DUMP_H
#define PIRN_DUMP_H

#include <pirn/posix_types.h>

#if defined(__PIRN__) || defined(PIRN__RUNTIME)

/* Prints every task of this thread's runtime to out, a FILE *, or to standard
 * error if out is NULL: what it does and since when, the calls in which it
 * waits with file and line, who has spawned it, and whether it was cancelled;
 * and those that wait for each other in a circle. With several workers it waits
 * until the others stand still between two turns, for a second at most. With
 * one, a debugger may call it, too.
 * Suspends: never. */
void pirn_dump(struct _IO_FILE *out);

/* Gives the running task a name for dumps and messages, made as by printf,
 * instead of the one before. Without memory it gets none.
 * Suspends: never. */
__attribute__((format(printf, 1, 2))) void pirn_name(const char *format, ...);

#else

static __inline__ __attribute__((unused)) void pirn_dump(struct _IO_FILE *out)
{
    (void)out;
}

static __inline__ __attribute__((unused, format(printf, 1, 2))) void
pirn_name(const char *format, ...)
{
    (void)format;
}

#endif
#endif
