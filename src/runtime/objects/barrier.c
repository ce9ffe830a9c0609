/* Barriers. docs/runtime.md, "Adding something to wait for", shows this file.
 */
#include "runtime/wait/awaitable.h"
#include <pirn/clause.h>

static bool is_last_to_come(const struct pirn_barrier *b)
{
    return b->arrived + 1 >= b->count;
}

/* All of them have come, and go on by that: none by another clause, which it
 * would get as others before it go on. */
static void let_all_go(struct pirn_barrier *b)
{
    b->arrived = 0;
    pirn__waiters_claim(b->waiters.last);
    pirn__waiters_wake(&b->waiters.last, 0);
}

static void leave(void *object)
{
    ((struct pirn_barrier *)object)->arrived--;
}

static int attempt(struct pirn_worker *w, const struct pirn_clause *clause,
                   bool does)
{
    struct pirn_barrier *b = clause->object;
    (void)w;
    if (!is_last_to_come(b))
        return -EAGAIN;
    if (does)
        let_all_go(b);
    return 1;
}

static void enter(struct pirn_worker *w, struct pirn__waiting_clause *clause)
{
    struct pirn_barrier *b = clause->clause->object;
    struct pirn__list *last = b->waiters.last;
    if (last && pirn__waiter_task(pirn__waiter_at(last)) == w->current)
        pirn__die("a task comes to a barrier by two clauses of a select");
    b->arrived++;
    pirn__clause_enter(&b->waiters, clause);
}

PIRN__OWN_WAIT_KIND(WAITS_AT_BARRIER, 44, .name = "waits at a barrier",
                    PIRN__WAITS_IN(struct pirn_barrier), .left = leave,
                    .attempt = attempt, .enter = enter);
PIRN__CLAUSE_KIND(barrier_wait, WAITS_AT_BARRIER);

PIRN__AWAITABLE(pirn_barrier_wait, PIRN__HOLD(b), (struct pirn_barrier *, b))
{
    pirn__check_object(b, "pirn_barrier_wait", "barrier");
    if (pirn__refused(w))
        return pirn__refuse(w);
    if (!is_last_to_come(b)) {
        b->arrived++;
        return pirn__queue_up(w, WAITS_AT_BARRIER, &b->waiters, b);
    }
    let_all_go(b);
    return pirn__at_once(w, 1);
}
