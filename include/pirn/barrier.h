/* Barriers: tasks that work in steps wait for each other at the end of each.
 *
 * What sync.h says of its objects holds of this one: a plain struct that is
 * never destroyed, for the tasks of one runtime, on whichever of its workers.
 */
#ifndef PIRN_BARRIER_H
#define PIRN_BARRIER_H

#include <pirn/sync.h>

/* Lets tasks go on when `count` of them have come; then the next `count`. */
struct pirn_barrier {
    size_t count;   /* 0 and 1: nobody waits */
    size_t arrived; /* tasks that wait */
    struct pirn__waiters waiters;
};
#define PIRN_BARRIER_INIT(n)                                                   \
    {                                                                          \
        n, 0,                                                                  \
        {                                                                      \
            0,                                                                 \
            {                                                                  \
                0, 0, 0, 0, 0                                                  \
            }                                                                  \
        }                                                                      \
    }

/* Waits until as many tasks wait at b as it is for, and goes on with them. The
 * barrier is as new then, for the next step. Each task sees what the others
 * wrote before they came.
 * Suspends: unless this task is the last to come; now and then without need.
 * Returns:  1 to the last to come, 0 to the others; -ECANCELED, and this task
 *           has not come. */
PIRN__ASYNC int pirn_barrier_wait(struct pirn_barrier *b);

/* PIRN_BARRIER_WAIT(b, rc), a clause of a select: the same; the task has come
 * as long as the select waits, and has not if another clause is done. *rc,
 * which may be left out, is the result. */
#define PIRN_BARRIER_WAIT(...)                                                 \
    PIRN__CLAUSE_GIVEN(0, "PIRN_BARRIER_WAIT takes a pointer to a barrier",    \
                       PIRN__BARRIER_WAIT(__VA_ARGS__, (int *)0, 0),           \
                       __VA_ARGS__)
#define PIRN__BARRIER_WAIT(b, rc, ...) pirn__clause_barrier_wait(b, rc)

#if defined(__PIRN__) || defined(PIRN__RUNTIME)
extern const uint8_t pirn__kind_barrier_wait;
#else
PIRN__ELIDED int pirn_barrier_wait(struct pirn_barrier *b)
{
    PIRN__SYNC_WAIT(b->count <= 1, "a barrier");
    return 1;
}

PIRN__ELIDED int pirn__attempt_barrier_wait(const struct pirn_clause *clause)
{
    return ((struct pirn_barrier *)clause->object)->count <= 1 ? 1 : -EAGAIN;
}
#endif

#ifndef PIRN__RUNTIME
PIRN__CLAUSE pirn__clause_barrier_wait(struct pirn_barrier *b, int *rc)
{
    return pirn__clause_of(PIRN__OWN_CLAUSE(barrier_wait), b, rc);
}
#endif

#endif
