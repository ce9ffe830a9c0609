/* Generators. They have no serial elision, and need no runtime. */
#ifndef PIRN_GEN_H
#define PIRN_GEN_H

#ifdef __PIRN__

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

#endif
#endif
