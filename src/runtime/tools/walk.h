/* The tasks of a runtime, found and numbered for one dump. */
#ifndef PIRN_RUNTIME_WALK_H
#define PIRN_RUNTIME_WALK_H

#include "runtime/runtime.h"

#pragma GCC visibility push(hidden)

struct pirn__walk {
    const struct pirn_task **tasks; /* those that have not ended; task 1 is
                                       the first of them, the root */
    size_t count, room;
    struct pirn__numbered {
        const struct pirn_task *task;
        size_t number;
    } * numbered; /* by address; NULL: there was no memory */
    bool is_cut;  /* there was none for more tasks */
};

/* walk.c */
void pirn__walk_init(struct pirn__walk *walk, const struct pirn__loop *loop);
void pirn__walk_deinit(struct pirn__walk *walk);
/* Its number, or 0. */
size_t pirn__walk_number(const struct pirn__walk *walk,
                         const struct pirn_task *task);

/* cycle.c: calls found() for each circle of tasks that wait for the next, with
 * the numbers of its tasks; among them, but not at the ends, one above the
 * number of tasks stands for a limit, which some wait for. */
typedef void pirn__cycle_found(void *arg, const size_t *numbers, size_t count);
void pirn__cycles_find(const struct pirn__walk *walk, pirn__cycle_found *found,
                       void *arg);

#pragma GCC visibility pop

#endif
