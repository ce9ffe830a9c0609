/* A fair select: it looks at all of its clauses, and chooses among those that
 * need not wait. select.c tells what else it does. */
#include "runtime/objects/chan.h"
#include <pirn/select.h>

/* -EAGAIN if the clause would have to wait, and does nothing. Else it is ready;
 * if it is not one of those that have an effect, this is its result. */
static int look_at(struct pirn_worker *w, const struct pirn_clause *clause)
{
    bool is_ready = false;
    if (clause->kind > PIRN__CLAUSE_JOIN)
        return pirn__select_try(w, clause);
    if (!clause->object)
        return -EAGAIN;
    if (clause->kind == PIRN__CLAUSE_RECV)
        is_ready = pirn__chan_can_take(clause->object);
    else if (clause->kind == PIRN__CLAUSE_SEND)
        is_ready = pirn__chan_can_put(w, clause->object);
    else
        is_ready = pirn__has_flag(pirn__to_be_waited_for(w, clause->object),
                                  PIRN__TASK_ENDED);
    return is_ready ? 0 : -EAGAIN;
}

/* Does one of those that are ready, each with the same probability: the nth of
 * them that is met takes the place of the one chosen before in one case of n
 * (Vitter, "Random sampling with a reservoir", 1985). Times are apart. */
int pirn__select_fairly(struct pirn_worker *w,
                        const struct pirn_clause *clauses, int count,
                        bool times)
{
    int chosen = -1, rc = 0;
    unsigned ready = 0;
    for (int i = 0; i < count; i++) {
        if (pirn__is_time(&clauses[i]) != times)
            continue;
        int result = look_at(w, &clauses[i]);
        if (result == -EAGAIN ||
            (ready++ && !pirn__chance(pirn__loop_of(w), ready)))
            continue;
        chosen = i;
        rc = result;
    }
    if (chosen < 0)
        return -1;
    if (clauses[chosen].kind <= PIRN__CLAUSE_JOIN)
        rc = pirn__select_try(w, &clauses[chosen]);
    return pirn__select_done(&clauses[chosen], rc, chosen);
}
