/* Waiting for one of several things, of which exactly one then happens. */
#ifndef PIRN_SELECT_H
#define PIRN_SELECT_H

#include <pirn/chan.h>
#include <pirn/clause.h>
#include <pirn/task.h>
#include <pirn/time.h>

/* Clauses. rc, an int *, may be left out: when the clause is done, *rc gets its
 * result. Nothing is written through the pointers of other clauses.
 *
 * PIRN_RECV(c, v, rc) and PIRN_SEND(c, v, rc) are pirn_chan_recv and _send:
 * *rc is 0, or -EPIPE and the like, as a channel that is closed is ready. A c
 * that is NULL is never ready. */
#define PIRN_RECV(c, ...)                                                      \
    PIRN__CLAUSE_GIVEN(c,                                                      \
                       "PIRN_RECV takes a channel and a pointer to an item",   \
                       PIRN__RECV(c, __VA_ARGS__, (int *)0, 0), __VA_ARGS__)
#define PIRN_SEND(c, ...)                                                      \
    PIRN__CLAUSE_GIVEN(c,                                                      \
                       "PIRN_SEND takes a channel and a pointer to an item",   \
                       PIRN__SEND(c, __VA_ARGS__, (int *)0, 0), __VA_ARGS__)

/* PIRN_JOIN(t, v), or PIRN_JOIN(t): the task t has ended. As with pirn_join, *v
 * is its result, and t is freed. A t that is NULL is never ready. */
#define PIRN_JOIN(...)                                                         \
    PIRN__CLAUSE_GIVEN(0, "PIRN_JOIN takes a task",                            \
                       PIRN__JOIN(__VA_ARGS__, (void *)0, 0), __VA_ARGS__)

/* PIRN_READABLE(fd, rc), PIRN_WRITABLE(fd, rc): the descriptor fd can be read
 * from, or written to, without waiting. *rc is the events, as of poll(2), or
 * -errno. */
#define PIRN_READABLE(...)                                                     \
    PIRN__CLAUSE_GIVEN(0, "PIRN_READABLE takes a descriptor",                  \
                       PIRN__POLLED(PIRN__POLLIN, __VA_ARGS__, (int *)0, 0),   \
                       __VA_ARGS__)
#define PIRN_WRITABLE(...)                                                     \
    PIRN__CLAUSE_GIVEN(0, "PIRN_WRITABLE takes a descriptor",                  \
                       PIRN__POLLED(PIRN__POLLOUT, __VA_ARGS__, (int *)0, 0),  \
                       __VA_ARGS__)

/* PIRN_AFTER(ns): ns nanoseconds have passed since the select began.
 * PIRN_UNTIL(t): pirn_now() is t. PIRN_AFTER(0), any negative time, and a t in
 * the past are ready at once: as the last clause such a time says what to do
 * when no other clause is ready. */
#define PIRN_AFTER(ns)                                                         \
    PIRN__CLAUSE_GIVEN(0, "PIRN_AFTER takes a time in nanoseconds",            \
                       pirn__clause_time(ns, PIRN__CLAUSE_AFTER), ns)
#define PIRN_UNTIL(t)                                                          \
    PIRN__CLAUSE_GIVEN(0, "PIRN_UNTIL takes a time, as of pirn_now()",         \
                       pirn__clause_time(t, PIRN__CLAUSE_UNTIL), t)

/* pirn_select(clause, ...): waits until one of the clauses is ready and does
 * that one; nothing comes of the others. If several are ready, the first of
 * them is done, and a time counts like any other clause: PIRN_UNTIL(t) in front
 * ends a loop at t although items keep coming.
 * Suspends: while none is ready.
 * Returns:  the index of the clause that was done, from 0; -ECANCELED, and
 *           then none was.
 * Owns:     what the clauses point to, until it returns. */
#define pirn_select(...)                                                       \
    PIRN__CALL_GIVEN(0, "pirn_select takes clauses, such as PIRN_RECV(c, &v)", \
                     pirn__select_of(0, __VA_ARGS__), __VA_ARGS__)

/* The same, but of several that are ready each is done with the same
 * probability, and a time only if nothing else is ready. */
#define pirn_select_fair(...)                                                  \
    PIRN__CALL_GIVEN(                                                          \
        0, "pirn_select_fair takes clauses, such as PIRN_RECV(c, &v)",         \
        pirn__select_of(1, __VA_ARGS__), __VA_ARGS__)

/* pirn_select_from(clauses, count), pirn_select_fair_from(clauses, count): the
 * same for an array of count struct pirn_clause, each of them assigned from
 * one of the macros above. It can be used again. */
#define pirn_select_from(clauses, count) pirn__select(clauses, count, 0)
#define pirn_select_fair_from(clauses, count) pirn__select(clauses, count, 1)

/* What stands behind them -------------------------------------------------- */

/* Where the compiler checks the user's text it reads each clause but once, so
 * that it tells of a mistake but once; what is no clause the translator tells
 * in words. */
#ifdef __PIRN_CHECK__
int pirn__select_of(int is_fair, ...);
#else
#define pirn__select_of(is_fair, ...)                                          \
    pirn__select((__extension__(struct pirn_clause[]){__VA_ARGS__}),           \
                 pirn__clause_count(__VA_ARGS__), is_fair)
#endif

#define pirn__clause_count(...)                                                \
    ((int)(sizeof(__extension__(struct pirn_clause[]){__VA_ARGS__}) /          \
           sizeof(struct pirn_clause)))

#define PIRN__RECV(c, v, rc, ...)                                              \
    pirn__clause_recv((void *)(c), pirn__item(v), pirn__room_size(c, v), rc)
#define PIRN__SEND(c, v, rc, ...)                                              \
    pirn__clause_send((void *)(c), pirn__item(v), pirn__item_size(c, v), rc)
/* POLLIN and POLLOUT of poll(2). */
enum { PIRN__POLLIN = 1, PIRN__POLLOUT = 4 };
#define PIRN__POLLED(events, fd, rc, ...) pirn__clause_poll(fd, events, rc)

#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define PIRN__JOIN(t, v, ...)                                                  \
    pirn__clause_join(                                                         \
        (void *)(t), v,                                                        \
        __extension__ sizeof(pirn__result_type(t)) +                           \
            pirn__same_type(__typeof__(*(v)), pirn__result_type(t)))
#else
#define PIRN__JOIN(t, v, ...)                                                  \
    pirn__clause_join(&(t), v, pirn__result_size(t, v))
#endif

#ifndef PIRN__RUNTIME

PIRN__CLAUSE pirn__clause_recv(void *c, void *item, size_t size, int *rc)
{
    struct pirn_clause clause = {.object = c,
                                 .item = item,
                                 .rc = rc,
                                 .size = (uint32_t)size,
                                 .kind = PIRN__CLAUSE_RECV};
    return clause;
}

PIRN__CLAUSE pirn__clause_send(void *c, const void *item, size_t size, int *rc)
{
    struct pirn_clause clause = {.object = c,
                                 .item = (void *)(uintptr_t)item,
                                 .rc = rc,
                                 .size = (uint32_t)size,
                                 .kind = PIRN__CLAUSE_SEND};
    return clause;
}

PIRN__CLAUSE pirn__clause_join(void *task, void *value, size_t size)
{
    struct pirn_clause clause = {.object = task,
                                 .item = value,
                                 .size = (uint32_t)size,
                                 .kind = PIRN__CLAUSE_JOIN};
    return clause;
}

PIRN__CLAUSE pirn__clause_poll(int fd, int events, int *rc)
{
    struct pirn_clause clause = {
        .fd = fd, .events = events, .rc = rc, .kind = PIRN__CLAUSE_POLL};
    return clause;
}

PIRN__CLAUSE pirn__clause_time(int64_t time, enum pirn__clause_kind kind)
{
    struct pirn_clause clause = {.time = time, .kind = (uint8_t)kind};
    return clause;
}

#endif

PIRN__ASYNC int pirn__select(const struct pirn_clause *clauses, int count,
                             int is_fair);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
#include <pirn/select_elided.h>
#endif

#endif
