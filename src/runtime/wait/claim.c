/* The home of a task ends its wait from the side of the task: see claim.h. */
#include "runtime/wait/claim.h"
#include "runtime/runtime.h"

/* What is done to its claim word pairs with pirn__claim_take. */
bool pirn__claim_hold(struct pirn__loop *loop, const struct pirn_task *task,
                      enum pirn__hold *hold)
{
    uintptr_t *claim = &pirn__prefix(task)->claim;
    unsigned looks = 0;
    *hold = PIRN__HELD_ALREADY;
    for (;;) {
        uintptr_t word = __atomic_load_n(claim, __ATOMIC_ACQUIRE);
        if (word == PIRN__UNCLAIMED)
            return true;
        if (word & PIRN__POSTED)
            return false;
        /* pairs with pirn__claim_take, as the store that follows does */
        if (!__atomic_compare_exchange_n(claim, &word, word | PIRN__MARKED,
                                         false, __ATOMIC_ACQUIRE,
                                         __ATOMIC_RELAXED))
            continue;
        *hold = pirn__object_try(loop, (struct pirn__lock *)word);
        __atomic_store_n(claim, word, __ATOMIC_RELEASE);
        if (*hold != PIRN__HELD_NOT)
            return true;
        pirn__relax_for(&looks);
        pirn__point(loop, PIRN__AT_RETRY);
    }
}

void pirn__interrupt_in_crew(struct pirn__loop *loop, struct pirn_task *task)
{
    enum pirn__hold hold;
    if (!pirn__claim_hold(loop, task, &hold))
        return;
    const struct pirn__wait_kind *kind = pirn__wait_kinds[task->waits];
    if (kind->interrupt)
        kind->interrupt(loop, task);
    pirn__release(loop, hold);
    if (kind->interrupted)
        kind->interrupted(loop, task);
}
