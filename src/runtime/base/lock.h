/* A lock that is held for a few hundred instructions: a thread that waits for
 * it looks again for a while, and only then sleeps. */
#ifndef PIRN_RUNTIME_LOCK_H
#define PIRN_RUNTIME_LOCK_H

#include "runtime/base/common.h"

#pragma GCC visibility push(hidden)

/* All zero: free. */
struct pirn__lock {
    uint32_t state;
};

void pirn__lock_take(struct pirn__lock *lock);
/* Takes it if it is free. Returns whether it was. */
bool pirn__lock_try(struct pirn__lock *lock);
void pirn__lock_give(struct pirn__lock *lock);

/* The same by the one that holds an outer lock, which tells by it later which
 * locks are its. */
void pirn__lock_take_inner(struct pirn__lock *lock);
bool pirn__lock_try_inner(struct pirn__lock *lock);
bool pirn__lock_is_inner(const struct pirn__lock *lock);

#pragma GCC visibility pop

#endif
