/* Wait groups: all tasks that wait for one go on together, when its count is
 * 0. */
#include "runtime/wait/awaitable.h"
#include <pirn/clause.h>

static int attempt(struct pirn_worker *w, const struct pirn_clause *clause,
                   bool does)
{
    const struct pirn_wait_group *g = clause->object;
    (void)w;
    (void)does;
    return g->count ? -EAGAIN : 0;
}

PIRN__OWN_WAIT_KIND(WAITS_FOR_GROUP, 33, .name = "waits for a wait group",
                    PIRN__WAITS_IN(struct pirn_wait_group), .attempt = attempt);
PIRN__CLAUSE_KIND(wait_group_wait, WAITS_FOR_GROUP);

PIRN__AWAITABLE(pirn_wait_group_wait, PIRN__HOLD(g),
                (struct pirn_wait_group *, g))
{
    pirn__check_object(g, "pirn_wait_group_wait", "wait group");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (g->count)
        return pirn__queue_up(w, WAITS_FOR_GROUP, &g->waiters, g);
    return pirn__at_once(w, 0);
}

PIRN__CALLABLE(void, pirn_wait_group_add, (struct pirn_wait_group *, g),
               (size_t, n))
{
    pirn__check_object(g, "pirn_wait_group_add", "wait group");
    enum pirn__hold hold =
        pirn__hold_inside("pirn_wait_group_add", &g->waiters);
    if (pirn__unlikely(n > PTRDIFF_MAX || g->count + n < n))
        pirn__die("a wait group overflows");
    g->count += n;
    pirn__release_here(hold);
}

PIRN__CALLABLE(void, pirn_wait_group_done, (struct pirn_wait_group *, g))
{
    pirn__check_object(g, "pirn_wait_group_done", "wait group");
    enum pirn__hold hold =
        pirn__hold_inside("pirn_wait_group_done", &g->waiters);
    if (pirn__unlikely(g->count == 0))
        pirn__die("more of a wait group is done than was added");
    if (--g->count == 0)
        pirn__waiters_wake(&g->waiters.last, 0);
    pirn__release_here(hold);
}
