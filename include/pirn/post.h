/* Reaching a runtime from threads that are not its own: a thread of a library,
 * the thread of a toolkit, one that the program has started itself.
 *
 * A task takes a hold on its runtime, and gives that to the other thread, which
 * posts functions by it; each runs soon on a worker, and may set an event, send
 * to a channel by pirn_chan_try_send, cancel a scope, complete an operation. As
 * long as there is a hold, the runtime is not called stuck, as somebody may
 * still post what its tasks wait for. */
#ifndef PIRN_POST_H
#define PIRN_POST_H

#include <pirn/keywords.h>

/* A hold on a runtime. */
typedef struct pirn_runtime pirn_runtime;

/* Takes a hold on the runtime of this thread, for another thread to post by. It
 * does not keep the runtime from ending with its root task.
 * Suspends: never.
 * Returns:  the hold, which is to be released; NULL for want of memory.
 * Threads:  those of a runtime's workers. */
PIRN__FUNCTION pirn_runtime *pirn_runtime_hold(void);
/* With the place that dumps tell. */
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_runtime_hold() pirn__runtime_hold(PIRN__PLACE)
#endif
PIRN__FUNCTION pirn_runtime *pirn__runtime_hold(const char *place);

/* Gives the hold up, behind all that has been posted by it. Does nothing if
 * runtime is NULL.
 * Suspends: never.
 * Owns:     frees runtime.
 * Threads:  any. */
PIRN__FUNCTION void pirn_runtime_release(pirn_runtime *runtime);

/* Has function(arg) called on the worker where the hold was taken, between two
 * turns of tasks, after all that was posted by this hold before. What has not
 * been called when the root task ends is called then, before pirn_run returns:
 * so nothing that was posted is lost. The function is not a task's: it must not
 * take long, and what waits is not for it.
 * Suspends: never.
 * Returns:  0; -ENOMEM; -ESHUTDOWN: the runtime has ended. On failure the
 *           function is not called.
 * Owns:     arg, from success until the function has been called.
 * Threads:  any, but no signal handler: see signal.h for those. */
PIRN__FUNCTION int pirn_post(pirn_runtime *runtime, void (*function)(void *arg),
                             void *arg);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)

#include <pirn/post_elided.h>

#endif
#endif
