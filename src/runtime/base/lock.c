/* The mutex of Drepper, "Futexes are tricky" (2011), with a while of looking
 * before it sleeps. To be put to sleep and woken takes tens of microseconds on
 * a virtual machine, a hundred times as long as the lock is held. */
#include "runtime/base/lock.h"
#include "runtime/base/futex.h"
#include <sched.h>

enum {
    FREE,
    HELD = 1,
    AWAITED = 2, /* a thread sleeps, or is about to */
    INNER = 4,   /* its holder has an outer lock */
    SHORTEST = 32,
    LONGEST = 256,
};

void pirn__relax_for(unsigned *looks)
{
    if (++*looks % LONGEST)
        pirn__relax();
    else
        sched_yield();
}

/* Without a look before: the cache line would be fetched twice, to be read and
 * to be written. Pairs with pirn__lock_give. */
static inline bool try_to_take(struct pirn__lock *lock, uint32_t how)
{
    uint32_t state = FREE;
    return __atomic_compare_exchange_n(&lock->state, &state, how, false,
                                       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static __attribute__((noinline)) void wait_for(struct pirn__lock *lock,
                                               uint32_t how)
{
    uint32_t state;
    for (int pause = SHORTEST; pause <= LONGEST; pause *= 2) {
        for (int i = 0; i < pause; i++)
            pirn__relax();
        if (__atomic_load_n(&lock->state, __ATOMIC_RELAXED) == FREE &&
            try_to_take(lock, how))
            return;
    }
    /* Pairs with pirn__lock_give. Others may sleep still. */
    while ((state = __atomic_fetch_or(&lock->state, HELD | AWAITED,
                                      __ATOMIC_ACQUIRE)) != FREE)
        (void)pirn__futex_wait(&lock->state, state | HELD | AWAITED, -1);
    if (how != HELD)
        __atomic_store_n(&lock->state, how | AWAITED, __ATOMIC_RELAXED);
}

bool pirn__lock_try(struct pirn__lock *lock)
{
    return try_to_take(lock, HELD);
}

void pirn__lock_take(struct pirn__lock *lock)
{
    if (pirn__unlikely(!try_to_take(lock, HELD)))
        wait_for(lock, HELD);
}

bool pirn__lock_try_inner(struct pirn__lock *lock)
{
    return try_to_take(lock, HELD | INNER);
}

void pirn__lock_take_inner(struct pirn__lock *lock)
{
    if (pirn__unlikely(!try_to_take(lock, HELD | INNER)))
        wait_for(lock, HELD | INNER);
}

/* Only the holder of the outer lock sets that, and asks. */
bool pirn__lock_is_inner(const struct pirn__lock *lock)
{
    return __atomic_load_n(&lock->state, __ATOMIC_RELAXED) & INNER;
}

/* Pairs with try_to_take() and wait_for(). What the lock is in may be freed as
 * soon as it has been given back. */
void pirn__lock_give(struct pirn__lock *lock)
{
    if (pirn__unlikely(
            __atomic_exchange_n(&lock->state, FREE, __ATOMIC_RELEASE) &
            AWAITED))
        pirn__futex_wake(&lock->state);
}
