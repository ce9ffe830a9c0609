/* What a worker of several uses without a lock: its queue, the scopes that are
 * not shared, and the objects that are leased to it. lease.c tells how another
 * worker takes that away.
 *
 * All of it is touched between a pirn__hold_... and pirn__release. In between
 * the worker must not wait for anything, nor run what is the user's: somebody
 * may be waiting for it to come out. */
#ifndef PIRN_RUNTIME_LEASE_H
#define PIRN_RUNTIME_LEASE_H

#include "runtime/wait/baton.h"
#include "runtime/wait/crew_inline.h"
#include <sched.h>

#pragma GCC visibility push(hidden)

enum pirn__hold {
    PIRN__HELD_ALREADY, /* so pirn__release does nothing */
    PIRN__BY_LEASE,
    PIRN__BY_OBJECT,     /* by its own lock alone */
    PIRN__BY_OBJECT_TOO, /* the crew's lock was held before */
    PIRN__BY_LOCK,       /* the crew's, which will do for all but objects */
    PIRN__BY_BOTH,       /* the crew's and the object's */
    PIRN__HELD_NOT,
};

enum pirn__hold pirn__hold_by_lock(struct pirn__loop *loop);

/* ThreadSanitizer knows nothing of the barrier that pirn__seize has other
 * threads pass, so its builds have a lock there, which makes the same order:
 * its taking pairs with its giving. */
static inline void pirn__gate_take(struct pirn__member *member)
{
#ifdef PIRN__TSAN
    while (atomic_exchange_explicit(&member->gate, true, memory_order_acquire))
        sched_yield();
#else
    (void)member;
#endif
}

static inline void pirn__gate_give(struct pirn__member *member)
{
#ifdef PIRN__TSAN
    atomic_store_explicit(&member->gate, false, memory_order_release);
#else
    (void)member;
#endif
}

/* The lock is held, and s, or a task that has been spawned in it, is about to
 * be touched: see pirn__lease_settle. */
void pirn__scope_settle(struct pirn__loop *loop, struct pirn_scope *s);
/* The same for the scope that task has been spawned in. */
void pirn__spawn_scope_settle(struct pirn__loop *loop,
                              const struct pirn_task *task);

/* The lock is held, and a task of s goes elsewhere: unless somebody has the
 * lease of s, nobody gets it soon, as it would be taken away at the end of that
 * task. */
void pirn__scope_part(struct pirn__loop *loop, struct pirn_scope *s);

/* Goes inside. Returns the permit of the worker, which may be none. */
static inline uint64_t pirn__go_inside(struct pirn__member *member)
{
    pirn__gate_take(member);
    __atomic_store_n(&member->inside, 1, __ATOMIC_RELAXED);
    /* For the compiler alone. The processor may do the store late: the barrier
     * against that is the one in pirn__seize, which all threads pass, and with
     * which this pairs: either the permit is gone here, or inside is seen
     * there.
     */
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    uint64_t permit = __atomic_load_n(&member->permit, __ATOMIC_RELAXED);
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    pirn__point(pirn__container_of(member, struct pirn__loop, member),
                PIRN__AT_INSIDE);
    return permit;
}

static inline uint64_t pirn__permit_of(const struct pirn__lease *lease)
{
    return __atomic_load_n(&lease->permit, __ATOMIC_RELAXED);
}

/* What was done inside comes before: the store pairs with the load of inside in
 * pirn__seize. */
static inline void pirn__go_outside(struct pirn__member *member)
{
    __atomic_store_n(&member->inside, 0, __ATOMIC_RELEASE);
    pirn__gate_give(member);
}

/* For what is this worker's own, in few instructions, where nothing is held:
 * pirn__go_outside is to follow. Returns false, and holds nothing, if that is
 * not as simple: it has no permit, or it is under test, and might be stopped
 * here. Then pirn__hold_own does it. */
static inline bool pirn__hold_simply(struct pirn__loop *loop)
{
    struct pirn__member *member = &loop->member;
    pirn__gate_take(member);
    __atomic_store_n(&member->inside, 1, __ATOMIC_RELAXED);
    /* As in pirn__go_inside: pairs with the barrier in pirn__seize. */
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    bool is_simple =
        (int64_t)PIRN__LOOK_AT(member->permit) > (int64_t)PIRN__NO_PERMIT;
    __atomic_signal_fence(__ATOMIC_SEQ_CST);
    if (pirn__likely(is_simple))
        return true;
    pirn__go_outside(member);
    return false;
}

/* For what is this worker's own. loop is this thread's, and has others beside
 * it. */
static inline __attribute__((warn_unused_result)) enum pirn__hold
pirn__hold_own(struct pirn__loop *loop)
{
    if (pirn__unlikely(loop->member.inside))
        return PIRN__HELD_ALREADY;
    if (pirn__likely(pirn__go_inside(&loop->member) != PIRN__NO_PERMIT))
        return PIRN__BY_LEASE;
    return pirn__hold_by_lock(loop);
}

/* The same, or nothing if it has no others beside it: then all is its own. */
static inline __attribute__((warn_unused_result)) enum pirn__hold
pirn__hold_queue(struct pirn__loop *loop)
{
    return pirn__unlikely(loop->worker.crew) ? pirn__hold_own(loop)
                                             : PIRN__HELD_ALREADY;
}

/* Where what is ready waits for its turn. */
static inline struct pirn__ring *pirn__queue_of(struct pirn__loop *loop)
{
    return pirn__unlikely(loop->worker.crew) ? &loop->member.queue
                                             : &loop->worker.ring;
}

/* For s, and the tasks that have been spawned in it. By its lease, others may
 * wait for these all the same, and its owner may be at home elsewhere. */
static inline __attribute__((warn_unused_result)) enum pirn__hold
pirn__hold_scope(struct pirn__loop *loop, struct pirn_scope *s)
{
    enum pirn__hold hold = pirn__hold_own(loop);
    if (pirn__likely(!pirn__is_shared(s)))
        return hold;
    if (hold == PIRN__BY_LEASE &&
        pirn__permit_of(&s->lease) ==
            __atomic_load_n(&loop->member.permit, __ATOMIC_RELAXED))
        return hold;
    if (hold == PIRN__BY_LEASE)
        hold = pirn__hold_by_lock(loop);
    pirn__scope_settle(loop, s);
    return hold;
}

/* Whether what is to be done with the object needs no other one: else it is not
 * done without the crew's lock. */
typedef bool pirn__may_be_alone(const void *object);
enum pirn__hold pirn__hold_object_slowly(struct pirn__loop *loop,
                                         struct pirn__lease *lease,
                                         pirn__may_be_alone *may_be_alone,
                                         const void *object);

/* For an object. Unless it is by its lease, pirn__lease_settle is to be called
 * before it is touched. By its lease, the tasks that wait in it are at home
 * here. */
static inline __attribute__((warn_unused_result)) enum pirn__hold
pirn__hold_object(struct pirn__loop *loop, struct pirn__lease *lease,
                  pirn__may_be_alone *may_be_alone, const void *object)
{
    if (pirn__unlikely(loop->member.inside))
        return pirn__hold_object_slowly(loop, lease, may_be_alone, object);
    uint64_t permit = pirn__go_inside(&loop->member);
    if (pirn__likely(pirn__permit_of(lease) == permit && may_be_alone(object)))
        return PIRN__BY_LEASE;
    pirn__go_outside(&loop->member);
    return pirn__hold_object_slowly(loop, lease, may_be_alone, object);
}

/* The crew's lock is held: from now on that will do for the object, as a select
 * may wait in it, which needs several; until it is leased again. */
void pirn__lease_to_crew(struct pirn__loop *loop, struct pirn__lease *lease);
static inline bool pirn__lease_is_of_crew(const struct pirn__lease *lease)
{
    return pirn__permit_of(lease) == PIRN__OF_CREW;
}
static inline bool pirn__lease_is_own(const struct pirn__loop *loop,
                                      const struct pirn__lease *lease)
{
    return pirn__permit_of(lease) ==
           __atomic_load_n(&loop->member.permit, __ATOMIC_RELAXED);
}

/* The crew's lock is held, and that of an object is to be, if no other worker
 * has it; pirn__release is to follow. Else PIRN__HELD_NOT. */
enum pirn__hold pirn__object_try(struct pirn__loop *loop,
                                 struct pirn__lock *lock);

void pirn__release_slowly(struct pirn__loop *loop, enum pirn__hold hold);
static inline void pirn__release(struct pirn__loop *loop, enum pirn__hold hold)
{
    if (pirn__likely(hold == PIRN__BY_LEASE))
        pirn__go_outside(&loop->member);
    else if (hold != PIRN__HELD_ALREADY)
        pirn__release_slowly(loop, hold);
}

/* The lock is held, and the object is about to be looked at: sees to it that it
 * is leased to no other worker. Returns whether it pays that this worker has
 * the lease; then pirn__lease_offer is to follow, and is told whether tasks
 * wait in the object. */
bool pirn__lease_settle(struct pirn__loop *loop, struct pirn__lease *lease);
void pirn__lease_offer(struct pirn__loop *loop, struct pirn__lease *lease,
                       bool is_waited_for);
/* The same, and it is to be leased to nobody: a task that is at home elsewhere
 * is about to wait in it. */
void pirn__lease_share(struct pirn__loop *loop, struct pirn__lease *lease);

/* Takes from the worker of victim all that it uses without the lock, which is
 * held until that has been looked at: it is outside then, and when it goes
 * inside next it waits for the lock. */
void pirn__seize(struct pirn__loop *victim);

/* Whether this kernel and this build can do without the lock. */
bool pirn__leases_begin(void);

#pragma GCC visibility pop

#endif
