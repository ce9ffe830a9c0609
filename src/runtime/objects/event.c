/* Events: all tasks that wait for one go on together. docs/runtime.md tells
 * what each part of this file is for. */
#include "runtime/wait/awaitable.h"
#include <pirn/clause.h>

static int attempt(struct pirn_worker *w, const struct pirn_clause *clause,
                   bool does)
{
    const struct pirn_event *e = clause->object;
    (void)w;
    (void)does;
    return e->set ? 0 : -EAGAIN;
}

PIRN__OWN_WAIT_KIND(WAITS_FOR_EVENT, 32, .name = "waits for an event",
                    PIRN__WAITS_IN(struct pirn_event), .attempt = attempt);
PIRN__CLAUSE_KIND(event_wait, WAITS_FOR_EVENT);

PIRN__AWAITABLE(pirn_event_wait, PIRN__HOLD(e), (struct pirn_event *, e))
{
    pirn__check_object(e, "pirn_event_wait", "event");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (!e->set)
        return pirn__queue_up(w, WAITS_FOR_EVENT, &e->waiters, e);
    return pirn__at_once(w, 0);
}

PIRN__CALLABLE(void, pirn_event_set, (struct pirn_event *, e))
{
    pirn__check_object(e, "pirn_event_set", "event");
    enum pirn__hold hold = pirn__hold_inside("pirn_event_set", &e->waiters);
    /* Pairs with the load in pirn_event_is_set, which has no hold. */
    __atomic_store_n(&e->set, true, __ATOMIC_RELEASE);
    pirn__waiters_wake(&e->waiters.last, 0);
    pirn__release_here(hold);
}

PIRN__CALLABLE(void, pirn_event_clear, (struct pirn_event *, e))
{
    pirn__check_object(e, "pirn_event_clear", "event");
    enum pirn__hold hold = pirn__hold_inside("pirn_event_clear", &e->waiters);
    __atomic_store_n(&e->set, false, __ATOMIC_RELAXED);
    pirn__release_here(hold);
}
