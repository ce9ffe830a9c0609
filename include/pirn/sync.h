/* Locks, and other things that tasks wait for: mutex, rwlock, semaphore,
 * condition, event, once, wait group.
 *
 * Each is a plain struct, in a coroutine's locals, in another struct, or
 * static. Zeroed memory is a good one, that nobody holds; its members are the
 * runtime's. Nothing is allocated for those who wait, and nothing has to be
 * destroyed.
 *
 * All of them are fair: they serve tasks in the order in which these came, and
 * a task that comes while others wait waits behind them. What is released while
 * tasks wait for it is at once the first one's, before that one has run.
 *
 * What releases (unlock, release, signal, set, done) never waits and always
 * happens, also in a cancelled scope; and what was given to a task is its own
 * even if it is cancelled before it runs. `try_` functions never wait, so they
 * do not look at cancellation either.
 *
 * They are for the tasks of one runtime, on whichever of its workers: a thread
 * without a runtime that calls them ends the program with a sentence. A task
 * that takes a lock, or is woken, sees what was written before the lock was
 * given up, or before the call that has woken it. In the serial elision a wait
 * that another task would have to end ends the program, as the runtime ends one
 * that is stuck. */
#ifndef PIRN_SYNC_H
#define PIRN_SYNC_H

#include "lease.h"

#include <errno.h>
#include <pirn/clause.h>
#include <stdbool.h>
#include <stddef.h>

struct pirn_task;
struct pirn_worker;
struct pirn__list;

/* The tasks that wait for an object. */
struct pirn__waiters {
    struct pirn__list *last;  /* the one that came last; NULL: none */
    struct pirn__lease lease; /* of the object */
};

/* Held by one task at a time. */
struct pirn_mutex {
    struct pirn_task *owner;    /* who holds it; NULL: nobody, nobody waits */
    struct pirn_worker *worker; /* the runtime of who holds it */
    struct pirn__waiters waiters;
};
#define PIRN_MUTEX_INIT                                                        \
    {                                                                          \
        0                                                                      \
    }

/* Held by one writer or by any number of readers. */
struct pirn_rwlock {
    struct pirn_task *owner;    /* the writer that holds it, or NULL */
    struct pirn_worker *worker; /* the runtime of that one */
    size_t readers;             /* that hold it */
    struct pirn__waiters waiters;
};
#define PIRN_RWLOCK_INIT                                                       \
    {                                                                          \
        0                                                                      \
    }

/* A number of units that tasks take and give back. */
struct pirn_semaphore {
    size_t count; /* units that nobody has */
    struct pirn__waiters waiters;
};
#define PIRN_SEMAPHORE_INIT(n)                                                 \
    {                                                                          \
        n,                                                                     \
        {                                                                      \
            0,                                                                 \
            {                                                                  \
                0, 0, 0, 0, 0                                                  \
            }                                                                  \
        }                                                                      \
    }

/* Where tasks wait for something to become true of what a mutex protects. */
struct pirn_condition {
    struct pirn_mutex *mutex; /* of those who wait */
    struct pirn__waiters waiters;
};
#define PIRN_CONDITION_INIT                                                    \
    {                                                                          \
        0                                                                      \
    }

/* Set or not; tasks wait until it is. */
struct pirn_event {
    bool set;
    struct pirn__waiters waiters;
};
#define PIRN_EVENT_INIT                                                        \
    {                                                                          \
        0                                                                      \
    }

/* Something to be done once. */
struct pirn_once {
    bool done;
    int result;              /* when it is done */
    struct pirn_task *owner; /* that is doing it, or NULL */
    struct pirn__waiters waiters;
};
#define PIRN_ONCE_INIT                                                         \
    {                                                                          \
        0                                                                      \
    }

/* A count of what is still to be done. */
struct pirn_wait_group {
    size_t count;
    struct pirn__waiters waiters;
};
#define PIRN_WAIT_GROUP_INIT                                                   \
    {                                                                          \
        0                                                                      \
    }

#if defined(__PIRN__) && !defined(__PIRN_CHECK__) && !defined(__PIRN_THREADS__)
#include <pirn/sync_at_hand.h>
#endif

/* Takes m, if nobody holds it.
 * Suspends: never.
 * Returns:  0; -EAGAIN.
 * Threads:  those of the runtime's workers, as all that follows but
 *           pirn_event_is_set. */
PIRN__FUNCTION int pirn_mutex_try_lock(struct pirn_mutex *m);

/* Gives up m, to the first that waits for it. Aborts if it is not the running
 * task that holds it.
 * Suspends: never. */
PIRN__FUNCTION void pirn_mutex_unlock(struct pirn_mutex *m);

/* Takes l for reading, if no writer holds it or waits for it.
 * Suspends: never.
 * Returns:  0; -EAGAIN. */
PIRN__FUNCTION int pirn_rwlock_try_rdlock(struct pirn_rwlock *l);

/* Takes l for writing, if nobody holds it.
 * Suspends: never.
 * Returns:  0; -EAGAIN. */
PIRN__FUNCTION int pirn_rwlock_try_wrlock(struct pirn_rwlock *l);

/* Gives up l, which the running task holds for reading or writing. Aborts if
 * nobody holds it, or another one for writing.
 * Suspends: never. */
PIRN__FUNCTION void pirn_rwlock_unlock(struct pirn_rwlock *l);

/* Takes n units, if they are there and nobody waits.
 * Suspends: never.
 * Returns:  0; -EAGAIN. */
PIRN__FUNCTION int pirn_semaphore_try_acquire(struct pirn_semaphore *s,
                                              size_t n);

/* Gives n units, whoever has taken them, or none.
 * Suspends: never. */
PIRN__FUNCTION void pirn_semaphore_release(struct pirn_semaphore *s, size_t n);

/* Ends the wait of the first of those who wait for c, if any; of all. The
 * mutex need not be held.
 * Suspends: never. */
PIRN__FUNCTION void pirn_condition_signal(struct pirn_condition *c);
PIRN__FUNCTION void pirn_condition_broadcast(struct pirn_condition *c);

/* Sets e, which ends the waits of all that wait for it, and it stays set.
 * Suspends: never. */
PIRN__FUNCTION void pirn_event_set(struct pirn_event *e);

/* From now on tasks wait for e again; those whose waits have ended go on.
 * Suspends: never. */
PIRN__FUNCTION void pirn_event_clear(struct pirn_event *e);

/* Adds n to what is to be done.
 * Suspends: never. */
PIRN__FUNCTION void pirn_wait_group_add(struct pirn_wait_group *g, size_t n);

/* Takes 1 from it. When it gets to 0, the waits of all that wait for it end.
 * Aborts if it is 0.
 * Suspends: never. */
PIRN__FUNCTION void pirn_wait_group_done(struct pirn_wait_group *g);

/* Takes m. Aborts if the running task holds it already.
 * Suspends: while another task holds it; now and then without need.
 * Returns:  0; -ECANCELED, and m was not taken. */
PIRN__ASYNC int pirn_mutex_lock(struct pirn_mutex *m);

/* Takes l for reading. Readers hold it together; one that comes while a
 * writer waits waits behind it. Aborts if the running task holds it for
 * writing; must not be called if it holds it for reading.
 * Suspends: while a writer holds it or waits for it; now and then without
 *           need.
 * Returns:  0; -ECANCELED, and l was not taken. */
PIRN__ASYNC int pirn_rwlock_rdlock(struct pirn_rwlock *l);

/* Takes l for writing. Aborts if the running task holds it for writing; waits
 * for ever if it holds it for reading.
 * Suspends: while others hold it; now and then without need.
 * Returns:  0; -ECANCELED, and l was not taken. */
PIRN__ASYNC int pirn_rwlock_wrlock(struct pirn_rwlock *l);

/* Takes n units. A task that waits for many lets none pass that needs few.
 * Suspends: until they are there; now and then without need.
 * Returns:  0; -ECANCELED, and none was taken. */
PIRN__ASYNC int pirn_semaphore_acquire(struct pirn_semaphore *s, size_t n);

/* Gives up m, which the running task must hold, waits for a signal, and takes
 * m again. All that wait for c at one time must use the same mutex. No wait
 * ends without a signal, but what was signalled may be true no more when m is
 * taken again, so test it in a loop.
 * Suspends: always.
 * Returns:  0; -ECANCELED, and no signal was used up. Holds m either way: to
 *           take it again cannot be interrupted. */
PIRN__ASYNC int pirn_condition_wait(struct pirn_condition *c,
                                    struct pirn_mutex *m);

/* Waits until e is set.
 * Suspends: unless e is set; now and then without need.
 * Returns:  0; -ECANCELED. */
PIRN__ASYNC int pirn_event_wait(struct pirn_event *e);

/* Runs f(arg), unless that has been done; if another task is doing it, waits
 * for that. It is done when f returns 0 or more. If f returns less, as it does
 * when it is cancelled, the first of those who wait does it instead of waiting
 * on, with its own f and arg.
 * Suspends: while another task does it, or as f does; now and then without
 *           need.
 * Returns:  what f returned, to all; if it failed, only to the one that ran
 *           it. -ECANCELED. */
PIRN__ASYNC int pirn_once(struct pirn_once *o, PIRN_ASYNC int (*f)(void *arg),
                          void *arg);

/* Waits until all of g is done.
 * Suspends: unless it is; now and then without need.
 * Returns:  0; -ECANCELED. */
PIRN__ASYNC int pirn_wait_group_wait(struct pirn_wait_group *g);

/* Clauses of a select, each of which is the coroutine of that name: when it is
 * done the task holds the lock, has the units. Nothing comes of one that is not
 * done. An object that is NULL is never ready.
 *
 * While a select with PIRN_CONDITION_WAIT(c, m) waits, the mutex m, which the
 * task must hold, is given up; the task holds it again when the select returns,
 * whichever clause was done, or -ECANCELED. Several such clauses of a select
 * use the same mutex. */
#define PIRN_MUTEX_LOCK(m)                                                     \
    PIRN__CLAUSE_GIVEN(0, "PIRN_MUTEX_LOCK takes a pointer to a mutex",        \
                       pirn__clause_mutex_lock(m), m)
#define PIRN_RWLOCK_RDLOCK(l)                                                  \
    PIRN__CLAUSE_GIVEN(0, "PIRN_RWLOCK_RDLOCK takes a pointer to an rwlock",   \
                       pirn__clause_rwlock_rdlock(l), l)
#define PIRN_RWLOCK_WRLOCK(l)                                                  \
    PIRN__CLAUSE_GIVEN(0, "PIRN_RWLOCK_WRLOCK takes a pointer to an rwlock",   \
                       pirn__clause_rwlock_wrlock(l), l)
#define PIRN_SEMAPHORE_ACQUIRE(s, n) pirn__clause_semaphore_acquire(s, n)
#define PIRN_CONDITION_WAIT(c, m) pirn__clause_condition_wait(c, m)
#define PIRN_EVENT_WAIT(e)                                                     \
    PIRN__CLAUSE_GIVEN(0, "PIRN_EVENT_WAIT takes a pointer to an event",       \
                       pirn__clause_event_wait(e), e)
#define PIRN_WAIT_GROUP_WAIT(g)                                                \
    PIRN__CLAUSE_GIVEN(,                                                       \
                       "PIRN_WAIT_GROUP_WAIT takes a pointer to a wait group", \
                       pirn__clause_wait_group_wait(g), g)

/* What stands behind them -------------------------------------------------- */

#if defined(__PIRN__) || defined(PIRN__RUNTIME)
extern const uint8_t pirn__kind_mutex_lock, pirn__kind_rwlock_rdlock,
    pirn__kind_rwlock_wrlock, pirn__kind_semaphore_acquire,
    pirn__kind_condition_wait, pirn__kind_event_wait,
    pirn__kind_wait_group_wait;
#endif
#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
#include <pirn/sync_elided.h>
#endif

#ifndef PIRN__RUNTIME

PIRN__CLAUSE pirn__clause_mutex_lock(struct pirn_mutex *m)
{
    return pirn__clause_of(PIRN__OWN_CLAUSE(mutex_lock), m, NULL);
}

PIRN__CLAUSE pirn__clause_rwlock_rdlock(struct pirn_rwlock *l)
{
    return pirn__clause_of(PIRN__OWN_CLAUSE(rwlock_rdlock), l, NULL);
}

PIRN__CLAUSE pirn__clause_rwlock_wrlock(struct pirn_rwlock *l)
{
    return pirn__clause_of(PIRN__OWN_CLAUSE(rwlock_wrlock), l, NULL);
}

PIRN__CLAUSE pirn__clause_semaphore_acquire(struct pirn_semaphore *s, size_t n)
{
    struct pirn_clause clause =
        pirn__clause_of(PIRN__OWN_CLAUSE(semaphore_acquire), s, NULL);
    clause.n = n;
    return clause;
}

PIRN__CLAUSE pirn__clause_condition_wait(struct pirn_condition *c,
                                         struct pirn_mutex *m)
{
    struct pirn_clause clause =
        pirn__clause_of(PIRN__OWN_CLAUSE(condition_wait), c, NULL);
    clause.item = m;
    return clause;
}

PIRN__CLAUSE pirn__clause_event_wait(struct pirn_event *e)
{
    return pirn__clause_of(PIRN__OWN_CLAUSE(event_wait), e, NULL);
}

PIRN__CLAUSE pirn__clause_wait_group_wait(struct pirn_wait_group *g)
{
    return pirn__clause_of(PIRN__OWN_CLAUSE(wait_group_wait), g, NULL);
}

#endif

static __inline__ __attribute__((unused)) bool
pirn_event_is_set(const struct pirn_event *e)
{
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
    if (pirn__unlikely(!e))
        pirn__is_null("pirn_event_is_set", "event");
#endif
    return __atomic_load_n(&e->set, __ATOMIC_ACQUIRE);
}

#endif
