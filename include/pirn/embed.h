/* A runtime inside somebody else's loop: that of libuv, of GLib, of a toolkit,
 * or a plain poll(2). The program's loop waits, and has the runtime do what
 * there is to do:
 *
 *     pirn_embed *e = pirn_embed_open();
 *     spawn_in (pirn_embed_scope(e)) serve(listener);
 *     for (;;) {
 *         struct pollfd p = {pirn_embed_fd(e), POLLIN, 0};
 *         poll(&p, 1, pirn_embed_timeout(e));
 *         pirn_embed_turn(e);
 *     }
 *     pirn_embed_close(e);
 *
 * All of it is for the thread that has opened it. Tasks run in turns alone;
 * between two turns the thread is still the runtime's: callbacks of the loop
 * may spawn tasks, set events, send by pirn_chan_try_send, cancel scopes. It
 * has one worker, and is never called stuck. */
#ifndef PIRN_EMBED_H
#define PIRN_EMBED_H

#include <pirn/keywords.h>
#include <pirn/scope.h>

typedef struct pirn_embed pirn_embed;

/* Begins a runtime without a task on this thread, which has none.
 * Suspends: never.
 * Returns:  the runtime, to be closed; NULL, with errno set. */
PIRN__FUNCTION pirn_embed *pirn_embed_open(void);

/* Returns the scope for its tasks: spawn_in (pirn_embed_scope(e)) f(x). What
 * cancels it cancels all of them, and those to come.
 * Suspends: never. */
PIRN__FUNCTION struct pirn_scope *pirn_embed_scope(pirn_embed *e);

/* Returns a descriptor that is readable when something has come from outside:
 * on a descriptor that a task waits for, or from another thread. It is to be
 * waited for, and nothing else.
 * Suspends: never. */
PIRN__FUNCTION int pirn_embed_fd(const pirn_embed *e);

/* Returns how long the loop may wait at most, in milliseconds, as poll(2) has
 * it: 0 if tasks are ready, -1 for ever. Ask it before each wait: what has been
 * called since the last turn may have made tasks ready.
 * Suspends: never. */
PIRN__FUNCTION int pirn_embed_timeout(const pirn_embed *e);

/* Takes in what has come from outside, and runs tasks that are ready, for about
 * as long as between two looks outside. It is not for tasks of that runtime.
 * Suspends: never, nor does it wait. */
PIRN__FUNCTION void pirn_embed_turn(pirn_embed *e);

/* Returns how many tasks of that scope have not ended. Tasks that these have
 * spawned are not counted, but do not outlive them: 0 means that there is none.
 * Suspends: never. */
PIRN__FUNCTION size_t pirn_embed_tasks(const pirn_embed *e);

/* Asks all tasks to stop, runs them to their ends, waiting for that, and ends
 * the runtime. Does nothing if e is NULL. It is not for tasks of that runtime.
 * Suspends: never; the thread waits.
 * Owns:     frees e. */
PIRN__FUNCTION void pirn_embed_close(pirn_embed *e);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)

#include <pirn/embed_elided.h>

#endif
#endif
