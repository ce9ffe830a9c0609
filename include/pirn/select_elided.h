/* Select for a program that does one thing after the other: the first clause
 * that is ready. A task has always ended, and a channel always takes an item.
 * Descriptors and times are waited for; if there are none, the program says
 * that it is stuck. */
#ifndef PIRN_SELECT_ELIDED_H
#define PIRN_SELECT_ELIDED_H

#include <pirn/chan_elided.h>
#include <pirn/io_elided.h>
#include <pirn/signal.h>

/* Those of events that are there, -errno, or -EAGAIN. */
PIRN__ELIDED int pirn__elided_poll(int fd, int events)
{
    struct pirn__pollfd p = {fd, (short)events, 0};
    if (pirn__system_poll(&p, 0) < 0)
        return -errno;
    return p.revents & PIRN__INVALID ? -EBADF : p.revents ? p.revents : -EAGAIN;
}

/* What the clause gives now, in a select that began then, or -EAGAIN. */
PIRN__ELIDED int pirn__elided_try(const struct pirn_clause *clause,
                                  int64_t begin, int64_t now)
{
    struct pirn_chan *c = (struct pirn_chan *)clause->object;
    int rc;
    switch ((enum pirn__clause_kind)clause->kind) {
    case PIRN__CLAUSE_OWN:
        return clause->object ? clause->attempt(clause) : -EAGAIN;
    case PIRN__CLAUSE_RECV:
        return c ? pirn__chan_try_recv(c, clause->item, clause->size) : -EAGAIN;
    case PIRN__CLAUSE_SEND:
        return c ? pirn__chan_try_send(c, clause->item, clause->size) : -EAGAIN;
    case PIRN__CLAUSE_JOIN:
        if (clause->item)
            __builtin_memcpy(clause->item, clause->object, clause->size);
        return 0;
    case PIRN__CLAUSE_POLL:
        return pirn__elided_poll(clause->fd, clause->events);
    case PIRN__CLAUSE_ACCEPT:
        rc = pirn__elided_poll(clause->fd, PIRN__IN);
        return rc < 0 ? rc : pirn_accept(clause->fd, NULL, NULL);
    case PIRN__CLAUSE_SIGNAL:
        return pirn_signal_try_next((pirn_signal *)clause->item);
    case PIRN__CLAUSE_AFTER:
        return clause->time <= now - begin ? 0 : -EAGAIN;
    case PIRN__CLAUSE_UNTIL:
        return clause->time <= now ? 0 : -EAGAIN;
    }
    return -EAGAIN;
}

/* Does the first clause that is ready. Returns its index; -1: none is. */
PIRN__ELIDED int pirn__elided_first(const struct pirn_clause *clauses,
                                    int count, int64_t begin, int64_t now,
                                    int but_times)
{
    int i;
    for (i = 0; i < count; i++) {
        int rc;
        if (but_times && (clauses[i].kind == PIRN__CLAUSE_AFTER ||
                          clauses[i].kind == PIRN__CLAUSE_UNTIL))
            continue;
        rc = pirn__elided_try(&clauses[i], begin, now);
        if (rc == -EAGAIN)
            continue;
        if (clauses[i].rc)
            *clauses[i].rc = rc;
        return i;
    }
    return -1;
}

PIRN__ELIDED int pirn__select(const struct pirn_clause *clauses, int count,
                              int is_fair)
{
    int64_t begin = pirn_now();
    int i, rc, may_come = 0;
    for (i = 0; i < count; i++)
        may_come |= clauses[i].kind >= PIRN__CLAUSE_POLL &&
                    clauses[i].kind != PIRN__CLAUSE_OWN;
    for (;;) {
        int64_t now = pirn_now();
        rc = pirn__elided_first(clauses, count, begin, now, is_fair);
        if (rc < 0 && is_fair) /* then the times */
            rc = pirn__elided_first(clauses, count, begin, now, 0);
        if (rc >= 0)
            return rc;
        if (may_come && !pirn__elided_call_posted())
            pirn_sleep(PIRN_MS);
        else if (!may_come && !pirn__elided_await_post())
            pirn__elided_stuck("pirn_select");
    }
}

#endif
