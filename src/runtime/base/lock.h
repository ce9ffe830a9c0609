/* A lock that is held for a few hundred instructions: who waits for it looks
 * again for a while, and only then sleeps. */
#ifndef PIRN_RUNTIME_LOCK_H
#define PIRN_RUNTIME_LOCK_H

#include "runtime/base/common.h"
#include <stdatomic.h>

#pragma GCC visibility push(hidden)

/* All zero: free. */
struct pirn__lock {
    _Atomic(uint32_t) state;
};

void pirn__lock_take(struct pirn__lock *lock);
void pirn__lock_give(struct pirn__lock *lock);

#pragma GCC visibility pop

#endif
