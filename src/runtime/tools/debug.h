/* What the rest of the runtime says to those who only look on: dumps, the
 * watchdog, names, reports of what was not closed. Where nobody asks for one,
 * it costs a look at most. What dumps are made of is in dump.h, and the
 * recorder is in trace.h. */
#ifndef PIRN_RUNTIME_DEBUG_H
#define PIRN_RUNTIME_DEBUG_H

#include "runtime/wait/worker.h"

#pragma GCC visibility push(hidden)

/* dump.c --------------------------------------------------------- */

/* For the `describe` of a wait: task and scope as a dump calls them. */
void pirn__dump_task(FILE *out, const struct pirn_task *task);
void pirn__dump_scope(FILE *out, const struct pirn_scope *scope);

/* What hooks.h says. */
bool pirn__describe_running(char *text, size_t size);

/* Nothing of loop can ever go on. */
_Noreturn void pirn__dump_stuck(struct pirn__loop *loop);
/* Prints the tasks of loop to standard error, as a SIGQUIT has asked. */
void pirn__dump_wanted(struct pirn__loop *loop);

/* quit.c ------------------------------------------------------------------- */

/* From here on, and up to there, a SIGQUIT wants loop dumped. */
void pirn__quit_begin(struct pirn__loop *loop);
void pirn__quit_end(struct pirn__loop *loop);
/* In the child of a fork: no runtime is left. Its lock is held. */
void pirn__quit_forget(void);

/* hog.c: tasks that keep their thread -------------------------------------- */

void pirn__hog_begin(struct pirn__loop *loop);
void pirn__hog_end(struct pirn__loop *loop);
/* One of the last turns was long: for a while each is timed. */
void pirn__hog_notice(struct pirn__loop *loop);
/* Follows frame to where its task waits or ends, under the eyes of a watchdog.
 */
void pirn__hog_turn(struct pirn__loop *loop, struct pirn_frame *frame);

/* frames.c ----------------------------------------------------------------- */

/* Prints what each coroutine of this program keeps in its frame, the largest
 * first, and exits. */
_Noreturn void pirn__frames_report(void);

#pragma GCC visibility pop

#endif
