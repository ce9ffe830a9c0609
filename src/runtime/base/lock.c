/* The mutex of Drepper, "Futexes are tricky" (2011), with a while of looking
 * before it sleeps. To be put to sleep and woken takes tens of microseconds on
 * a virtual machine, a hundred times as long as the lock is held. */
#include "runtime/base/lock.h"
#include "runtime/base/futex.h"

enum {
    FREE,
    HELD,
    AWAITED, /* held, and a thread sleeps, or is about to */
    SHORTEST = 32,
    LONGEST = 256,
};

/* Pairs with pirn__lock_give. */
static bool try_to_take(struct pirn__lock *lock)
{
    uint32_t state = FREE;
    return atomic_load_explicit(&lock->state, memory_order_relaxed) == FREE &&
           atomic_compare_exchange_strong_explicit(&lock->state, &state, HELD,
                                                   memory_order_acquire,
                                                   memory_order_relaxed);
}

static __attribute__((noinline)) void wait_for(struct pirn__lock *lock)
{
    for (int pause = SHORTEST; pause <= LONGEST; pause *= 2) {
        for (int i = 0; i < pause; i++)
            pirn__relax();
        if (try_to_take(lock))
            return;
    }
    /* Pairs with pirn__lock_give. */
    while (atomic_exchange_explicit(&lock->state, AWAITED,
                                    memory_order_acquire) != FREE)
        (void)pirn__futex_wait(&lock->state, AWAITED, -1);
}

void pirn__lock_take(struct pirn__lock *lock)
{
    if (pirn__unlikely(!try_to_take(lock)))
        wait_for(lock);
}

/* Pairs with try_to_take() and wait_for(). */
void pirn__lock_give(struct pirn__lock *lock)
{
    if (pirn__unlikely(atomic_exchange_explicit(&lock->state, FREE,
                                                memory_order_release) ==
                       AWAITED))
        pirn__futex_wake(&lock->state);
}
