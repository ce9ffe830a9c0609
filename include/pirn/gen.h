/* Generators. They need no runtime. */
#ifndef PIRN_GEN_H
#define PIRN_GEN_H

#include <pirn/task.h>

/* No generator: PIRN_NO_TASK for a gen(T). */
#define PIRN_NO_GEN 0

#if defined(__PIRN__) && !defined(__PIRN_CHECK__)

/* Resumes the generator g, a gen(T), until its next value, and stores that
 * in *v. Of an async generator it must be awaited.
 * Suspends: if awaited, while g waits for something.
 * Returns:  1 with a value; 0 at the end, again and again; -errno once if g
 *           ended by pirn_fail. On 0 and failure *v is untouched.
 * Threads:  any, one at a time; awaited, those of its runtime. */
#define pirn_next(g, v) __pirn_next(g, v)

/* Frees the generator g, wherever it stands; NULL is allowed. Once. If it
 * stands at a yield, what is deferred around that runs first, and the same of
 * the generators from which it yields. Of an async generator it must be
 * awaited.
 * Suspends: if awaited, while what is deferred waits for something.
 * Threads:  any, one at a time; awaited, those of its runtime. */
#define pirn_gen_close(g) __pirn_gen_close(g)

/* In a generator: ends it with the failure e, a negative errno. */
#define pirn_fail(e) __pirn_fail(e)

#elif !defined(PIRN__RUNTIME)

/* To be read only: see keywords.h. A gen(T) is a T. */
#define pirn_next(g, v)                                                        \
    (__extension__({                                                           \
        _Static_assert(pirn__points_to(v, __typeof__(g)),                      \
                       "this is no pointer to a value of the generator");      \
        __typeof__(g) pirn__value = (g);                                       \
        __builtin_memcpy(v, &pirn__value, sizeof pirn__value);                 \
        pirn__generators_need_the_translator();                                \
    }))
#define pirn_gen_close(g) ((void)(g), 0)
#define pirn_fail(e) pirn__generator_fails(e)

__attribute__((noreturn)) void pirn__generator_fails(int error);

#endif
#endif
