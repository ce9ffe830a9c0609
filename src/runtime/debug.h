/* What the rest of the runtime says to those who only look on: dumps, the
 * watchdog, names, reports of what was not closed. Where nobody asks for one,
 * it costs a look at most. What dumps are made of is in dump.h, and the
 * recorder is in trace.h. */
#ifndef PIRN_RUNTIME_DEBUG_H
#define PIRN_RUNTIME_DEBUG_H

#include "worker.h"

#pragma GCC visibility push(hidden)

/* dump.c, tables.c --------------------------------------------------------- */

/* Tells dumps what the frames with this step are, for a coroutine by hand
 * that takes frames: its name, or, if that is NULL, the function that gives
 * it. */
struct pirn__native {
    pirn_step step;
    const char *name;
    const char *(*name_of)(const struct pirn_frame *frame);
};
#define PIRN__NATIVE(STEP, NAME, NAME_OF)                                      \
    static const struct pirn__native STEP##_native = {STEP, NAME, NAME_OF};    \
    static const struct pirn__native *const STEP##_native_entry                \
        __attribute__((section("pirn_natives"), used)) = &STEP##_native

/* The last part of a path, for messages. */
const char *pirn__file_name(const char *path);

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

/* hog.c: PIRN_HOG_MS ------------------------------------------------------- */

void pirn__hog_begin(struct pirn__loop *loop);
void pirn__hog_end(struct pirn__loop *loop);
/* Follows frame to where its task waits or ends, under the eyes of a watchdog.
 */
void pirn__hog_turn(struct pirn__loop *loop, struct pirn_frame *frame);

/* name.c ------------------------------------------------------------------- */

/* What pirn_name has called task; NULL: nothing. */
const char *pirn__name_of(struct pirn__loop *loop,
                          const struct pirn_task *task);
/* Before task, which is PIRN__TASK_NAMED, is freed. */
void pirn__name_forget(struct pirn__loop *loop, struct pirn_task *task);
/* Notes down the names of all tasks in the trace. */
void pirn__names_trace(struct pirn__loop *loop);

/* leaks.c ------------------------------------------------------------------ */

/* Where PIRN_DEBUG=1 has it noted down what is made, and is no more: in ledger.h
 * for the layers below. */

/* frames.c ----------------------------------------------------------------- */

/* Prints what each coroutine of this program keeps in its frame, the largest
 * first, and exits. */
_Noreturn void pirn__frames_report(void);

#pragma GCC visibility pop

#endif
