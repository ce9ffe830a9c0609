/* What the parts of dumps share: names and places of code, and of the running
 * task on this thread's stack. */
#ifndef PIRN_RUNTIME_DUMP_H
#define PIRN_RUNTIME_DUMP_H

#include "debug.h"
#include "runtime.h"

#pragma GCC visibility push(hidden)

/* tables.c: what steps are called ------------------------------------------ */

/* Collects the tables of the program and of its shared libraries. What is
 * found with them is good until they are closed; other threads wait for that.
 * Returns false if this thread has them open already: then there are none. */
bool pirn__tables_open(void);
void pirn__tables_close(void);

/* Tells all steps, first those of coroutines by hand. */
typedef void pirn__step_seen(void *arg, pirn_step step, bool is_native);
void pirn__tables_each(pirn__step_seen *seen, void *arg);

/* The coroutine of a step, or NULL. */
const struct pirn_table *pirn__table_of(pirn_step step);
/* The coroutine whose entry, a clone of it, or step begins at the address, or
 * NULL. */
const struct pirn_table *pirn__table_at(uintptr_t address);
/* The coroutine by hand of a step, or NULL. */
const struct pirn__native *pirn__native_of(pirn_step step);
/* The line where a coroutine in that state goes on; 0: unknown. */
uint32_t pirn__line_in(const struct pirn_table *table, unsigned state);

/* position.c: where the running task is ---------------------------------------
 */

enum { PIRN__POSITION_DEPTH = 16 };

/* What runs on this thread, as far as its stack shows it. */
struct pirn__position {
    /* Coroutines that run as ordinary calls, innermost first, and at last the
     * one that the executor has resumed. */
    const struct pirn_table *running[PIRN__POSITION_DEPTH];
    unsigned count; /* it may be more than fit */
    /* The frame of that last one, if it was found: else NULL. */
    const struct pirn_frame *resumed;
    unsigned state; /* of that frame: where it was resumed */
};

/* With the tables open. */
void pirn__position_find(struct pirn__position *place);
/* Copies size bytes from an address that may be none. */
bool pirn__peek(void *to, const void *from, size_t size);
/* The same for the head of the frame that follows it in its task's stack, if
 * that looks like one. Returns its address or NULL. */
const struct pirn_frame *pirn__peek_caller(const struct pirn_frame *frame);

/* dump.c ------------------------------------------------------------------- */

/* What task is called: by pirn_name or after its first coroutine. */
const char *pirn__task_name(struct pirn__loop *loop,
                            const struct pirn_task *task);

#pragma GCC visibility pop

#endif
