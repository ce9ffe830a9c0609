/* What is known of the program's code: what steps are called, the places where
 * tasks are spawned, and where the running task is. */
#ifndef PIRN_RUNTIME_TABLES_H
#define PIRN_RUNTIME_TABLES_H

#include "runtime/base/common.h"

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

/* site.c: where they are spawned ------------------------------------------- */

/* Its number; 0: it has none yet. Any worker may be giving it one just now, and
 * has noted down before that whose it is: the barrier pairs with the one in
 * pirn__site_register. */
static inline unsigned pirn__site_number(const struct pirn__site *site)
{
    return __atomic_load_n(&site->number, __ATOMIC_ACQUIRE);
}
/* Gives site its number; past 65,535 of them it stays 0, unknown. */
void pirn__site_register(struct pirn__site *site);
/* Where task was spawned; NULL: unknown. Its file is NULL for a root task. */
const struct pirn__site *pirn__site_of(const struct pirn_task *task);
/* The one of that number, or NULL. */
const struct pirn__site *pirn__site_at(uint16_t number);

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

#pragma GCC visibility pop

#endif
