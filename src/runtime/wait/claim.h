/* The claim: of those who may end the wait of a task, one does.
 *
 * A task that waits in an object which several workers may use has the address
 * of the object's lock in its claim word. Whoever ends its wait on another
 * worker holds that lock, and takes the address away by a compare-and-swap. Its
 * home, which ends the wait from the side of the task, as that is cancelled,
 * does not know whether the object is still there: so it marks the address
 * first, and as long as that is marked nobody ends the wait, so that the object
 * is not freed. Meanwhile it only tries to take the lock. If that is held, it
 * takes the mark away, and begins again: the holder may be a worker that waits
 * for the mark to go.
 *
 * The word of a task that is posted is its link in the mailbox: then its wait
 * is over. That of one which waits for anything else is 0, and the end of its
 * wait is up to the crew's lock, or to its home alone.
 *
 * tests/model/a_wait_has_one_end.pml shows this, and what goes wrong else. */
#ifndef PIRN_RUNTIME_CLAIM_H
#define PIRN_RUNTIME_CLAIM_H

#include "runtime/wait/lease.h"

#pragma GCC visibility push(hidden)

enum {
    PIRN__MARKED = 1, /* its home looks at it */
    PIRN__POSTED = 2, /* the rest is the next task in the mailbox, or 0 */
};

/* The running task is about to wait in the object of that lease, which is held.
 * Beside no other workers nothing is done. */
static inline void pirn__claim_open(struct pirn_worker *w,
                                    struct pirn__lease *lease)
{
    if (pirn__unlikely(w->crew != NULL))
        __atomic_store_n(&pirn__prefix(w->current)->claim,
                         (uintptr_t)&lease->lock, __ATOMIC_RELAXED);
}

/* The same of task, which waits for something else. */
static inline void pirn__claim_move(struct pirn_task *task,
                                    struct pirn__lease *lease)
{
    __atomic_store_n(&pirn__prefix(task)->claim, (uintptr_t)&lease->lock,
                     __ATOMIC_RELAXED);
}

/* The wait of task is about to be ended by this worker, which holds what it
 * waits in. is_home: the task is at home here. */
static inline void pirn__claim_take(struct pirn_task *task, bool is_home)
{
    uintptr_t *claim = &pirn__prefix(task)->claim;
    uintptr_t lock = __atomic_load_n(claim, __ATOMIC_RELAXED);
    if (pirn__likely(is_home) || !lock) {
        __atomic_store_n(claim, PIRN__UNCLAIMED, __ATOMIC_RELAXED);
        return;
    }
    unsigned looks = 0;
    lock &= ~(uintptr_t)PIRN__MARKED;
    /* Pairs with pirn__claim_hold. (It waits while the home looks.) */
    while (!__atomic_compare_exchange_n(claim, &lock, (uintptr_t)PIRN__POSTED,
                                        false, __ATOMIC_ACQUIRE,
                                        __ATOMIC_RELAXED)) {
        lock &= ~(uintptr_t)PIRN__MARKED;
        pirn__relax_for(&looks);
    }
}

/* The crew's lock is held, and task is at home here: holds what it waits in, if
 * that has a lock of its own. Returns false if the wait is over. */
bool pirn__claim_hold(struct pirn__loop *loop, const struct pirn_task *task,
                      enum pirn__hold *hold);

#pragma GCC visibility pop

#endif
