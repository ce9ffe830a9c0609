/* Barriers. docs/runtime.md, "Adding something to wait for", shows this file.
 */
#include "runtime/wait/awaitable.h"

static void leave(void *object)
{
    ((struct pirn_barrier *)object)->arrived--;
}

PIRN__OWN_WAIT_KIND(WAITS_AT_BARRIER, 44, .name = "waits at a barrier",
                    PIRN__WAITS_IN(struct pirn_barrier), .left = leave);

PIRN__AWAITABLE(pirn_barrier_wait, PIRN__HOLD(b), (struct pirn_barrier *, b))
{
    pirn__check_object(b, "pirn_barrier_wait", "barrier");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (b->arrived + 1 < b->count) {
        b->arrived++;
        return pirn__queue_up(w, WAITS_AT_BARRIER, &b->waiters, b);
    }
    b->arrived = 0;
    pirn__waiters_wake(&b->waiters.last, 0);
    return pirn__at_once(w, 1);
}
