/* What gen.c and yield_from.c share.
 *
 * A generator in the midst of a `yield_from` has an inner one, which may have
 * one in turn. The outermost, the *root*, is the one that the consumer holds;
 * it knows the innermost, the *leaf*, and resumes that directly. Each one but
 * the root is *nested*: it knows the one outside it, which goes on when it has
 * ended, and whose property it is.
 *
 * Where these pointers stand:
 *                     plain                    async
 *   root: leaf        next.link.result         link.caller, while nobody
 *         if any      step is yield_from's,    awaits the next value;
 *                     its own in next.step     info has PIRN__GEN_ROOT
 *   nested: outer     link.caller              next.link.caller
 *           root      -                        next.link.result
 *   entering: inner   next.link.caller         -
 * A plain generator inside an async one is a root to what is inside it, and a
 * leaf to the async ones.
 *
 * While somebody awaits the next value of an async root, every frame of the
 * chain has its own caller in its link, as those of a task that waits do: the
 * leaf its `next`, that the generator outside, and so on to the consumer. */
#ifndef PIRN_RUNTIME_GEN_H
#define PIRN_RUNTIME_GEN_H

#include "runtime/runtime.h"
#include <stdlib.h>

enum {
    PIRN__GEN_ASYNC = 1,  /* in pirn_gen.info */
    PIRN__GEN_ROOT = 2,   /* async: it has a leaf */
    PIRN__GEN_NESTED = 4, /* async */
};

enum {
    PIRN__GEN_BUSY = INT32_MIN
}; /* status while somebody awaits the next
      value, or the closing */

static inline void pirn__gen_free(struct pirn_gen *g)
{
    if (pirn__unlikely(pirn__ledger != NULL))
        pirn__ledger->gen_closed(g);
    free(g);
}

/* -- yield_from.c -- */

/* A plain generator whose step has not stored a value: whether one came from
 * those inside. If not, g has ended. */
bool pirn__gen_descend(struct pirn_gen *g);
/* The innermost one of the plain g, which is its own root from now on. */
struct pirn_gen *pirn__gen_split(struct pirn_gen *g);
/* The frame to run for the next value of the async g. */
struct pirn_frame *pirn__gen_leaf(struct pirn_gen *g);
/* The one outside of g, which is nested. */
static inline struct pirn_gen *pirn__gen_outer(struct pirn_gen *g)
{
    return (struct pirn_gen *)(g->info & PIRN__GEN_ASYNC ? g->next.link.caller
                                                         : g->link.caller);
}
/* Closes what is inside the async root and then it, from the innermost one
 * on. Returns the frame to run next, or that of its `next` when it is over. */
struct pirn_frame *pirn__gen_close_chain(struct pirn_gen *root);

#endif
