/* Leases: how a worker of several uses without a lock what nobody else uses.
 *
 * A worker has a permit, a number that was never another's, and each object
 * notes down the permit under which it is used, its lease. To use an object the
 * worker says that it is inside, by a plain store, compares the two numbers,
 * and says that it is outside again. To use what is the worker's own, and has
 * no lease, it only looks whether it has a permit.
 *
 * A worker that wants something of another one holds the crew's lock, takes
 * away the permit, has all threads pass a memory barrier, and waits until the
 * worker is outside. From the barrier on either that worker sees that it has no
 * permit, and waits for the lock; or we see that it is inside, for the few
 * instructions that this takes. Its objects are leased to nobody then, and the
 * first worker that uses one gets the lease. So one barrier, of a few
 * microseconds, takes away everything at once. (That is biased locking, with
 * one bias for all that a worker has: Kawachiya, Koseki and Onodera, "Lock
 * reservation", 2002. The barrier is membarrier(2).)
 *
 * An object that has been taken away from its worker is shared from then on,
 * and used with its own lock, until one worker has used it alone for long;
 * longer each time. The crew's lock is taken as well, before that of the
 * object, where something else is needed besides: other objects, as for a
 * select, or another worker's lease. So nobody waits
 * for another lock who holds just that of an object. An object in which tasks
 * wait is leased to no worker but the one that had the lease before: so all
 * tasks that wait in a leased object are at home with the worker that has the
 * lease.
 *
 * tests/model/a_lease_is_broken.pml has the store buffers of processors in it,
 * and shows what happens without the barrier or the waiting.
 *
 * A scope that is not shared is like an object that is leased to the worker of
 * its owner; one that is shared is an object like others, but for this: while
 * one worker has its lease, tasks of other workers may wait for tasks in it,
 * and its owner may have gone elsewhere. So the end of a task looks at that.
 *
 * Where there is no membarrier, no worker ever has a permit. */
#include "runtime/wait/lease.h"
#include "runtime/runtime.h"
#include <linux/membarrier.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    ALONE = 64,       /* uses in a row until a shared object is leased... */
    MOST_BREAKS = 10, /* ... times two for each time that was in vain */
};

/* Never given twice in a process, as objects outlive runtimes. */
static _Atomic uint64_t permits = PIRN__NO_PERMIT;

static long membarrier(int command)
{
    return syscall(SYS_membarrier, command, 0, 0);
}

bool pirn__leases_begin(void)
{
    return membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED) == 0;
}

static void give_permit(struct pirn__loop *loop)
{
    if (!loop->worker.crew->has_leases ||
        loop->member.permit != PIRN__NO_PERMIT)
        return;
    uint64_t permit = ++permits;
    if (loop->test)
        permit |= PIRN__TESTED;
    __atomic_store_n(&loop->member.permit, permit, __ATOMIC_RELAXED);
}

enum pirn__hold pirn__hold_by_lock(struct pirn__loop *loop)
{
    pirn__go_outside(&loop->member);
    pirn__crew_lock(loop);
    give_permit(loop);
    return PIRN__BY_LOCK;
}

/* Objects ------------------------------------------------------------------ */

/* Of uses by this worker in a row. */
static void begin_count(struct pirn__loop *loop, struct pirn__lease *lease)
{
    lease->worker = loop->member.number & 0x3ff;
    lease->uses = 0;
}

static void share(struct pirn__loop *loop, struct pirn__lease *lease)
{
    __atomic_store_n(&lease->permit, PIRN__SHARED, __ATOMIC_RELAXED);
    begin_count(loop, lease);
}

static struct pirn__lock *lock_of(struct pirn__lease *lease)
{
    _Static_assert(sizeof(struct pirn__lock) == sizeof lease->lock, "a lock");
    return (struct pirn__lock *)&lease->lock;
}

/* For pirn__release. */
static void note_held(struct pirn__member *member, struct pirn__lock *lock)
{
    if (pirn__unlikely(member->held_count == PIRN__HELD_AT_ONCE))
        pirn__die("the runtime holds too many locks: please report this");
    member->held[member->held_count++] = lock;
}

/* The crew's lock is held: so is the object's from now on, unless it was. */
static enum pirn__hold lock_too(struct pirn__loop *loop,
                                struct pirn__lock *lock)
{
    if (pirn__lock_is_inner(lock))
        return PIRN__HELD_ALREADY;
    pirn__point_lock(loop, lock);
    pirn__lock_take_inner(lock);
    note_held(&loop->member, lock);
    return PIRN__BY_OBJECT_TOO;
}

enum pirn__hold pirn__object_try(struct pirn__loop *loop,
                                 struct pirn__lock *lock)
{
    if (pirn__lock_is_inner(lock))
        return PIRN__HELD_ALREADY;
    if (!pirn__lock_try_inner(lock))
        return PIRN__HELD_NOT;
    note_held(&loop->member, lock);
    return PIRN__BY_OBJECT_TOO;
}

static void give_noted(struct pirn__member *member)
{
    pirn__lock_give(member->held[--member->held_count]);
}

/* By the lock of the object alone: this worker is inside, too, so that its own
 * queue is held as well. It has waited for the lock before, outside; but not
 * without a permit, as it would have to give it back; nor in a forked process,
 * where it has none, and which may have lost the thread that held the lock. */
static bool hold_alone(struct pirn__loop *loop, struct pirn__lease *lease,
                       pirn__may_be_alone *may_be_alone, const void *object)
{
    struct pirn__lock *lock = lock_of(lease);
    if (pirn__permit_of(lease) != PIRN__SHARED ||
        __atomic_load_n(&loop->member.permit, __ATOMIC_RELAXED) ==
            PIRN__NO_PERMIT)
        return false;
    pirn__point_lock(loop, lock);
    pirn__lock_take(lock);
    if (pirn__go_inside(&loop->member) != PIRN__NO_PERMIT &&
        pirn__permit_of(lease) == PIRN__SHARED && may_be_alone(object)) {
        note_held(&loop->member, lock);
        return true;
    }
    pirn__go_outside(&loop->member);
    pirn__lock_give(lock);
    return false;
}

/* The crew's lock is held. Without leases it does for everything. */
static enum pirn__hold hold_too(struct pirn__loop *loop,
                                struct pirn__lease *lease)
{
    if (!loop->worker.crew->has_leases || pirn__lease_is_of_crew(lease))
        return PIRN__HELD_ALREADY;
    return lock_too(loop, lock_of(lease));
}

enum pirn__hold pirn__hold_object_slowly(struct pirn__loop *loop,
                                         struct pirn__lease *lease,
                                         pirn__may_be_alone *may_be_alone,
                                         const void *object)
{
    if (loop->member.has_lock)
        return hold_too(loop, lease);
    if (loop->member.inside)
        return PIRN__HELD_ALREADY;
    if (hold_alone(loop, lease, may_be_alone, object))
        return PIRN__BY_OBJECT;
    pirn__crew_lock(loop);
    give_permit(loop);
    return hold_too(loop, lease) == PIRN__HELD_ALREADY ? PIRN__BY_LOCK
                                                       : PIRN__BY_BOTH;
}

void pirn__lease_to_crew(struct pirn__loop *loop, struct pirn__lease *lease)
{
    if (pirn__lease_is_of_crew(lease))
        return;
    enum pirn__hold hold = hold_too(loop, lease);
    pirn__lease_share(loop, lease);
    __atomic_store_n(&lease->permit, PIRN__OF_CREW, __ATOMIC_RELAXED);
    pirn__release(loop, hold);
}

void pirn__release_slowly(struct pirn__loop *loop, enum pirn__hold hold)
{
    if (hold == PIRN__BY_OBJECT) {
        /* Only outside may a task be stolen that has just been woken, and that
         * one may free the object. */
        give_noted(&loop->member);
        pirn__go_outside(&loop->member);
        pirn__crew_deliver(loop);
        return;
    }
    if (hold != PIRN__BY_LOCK)
        give_noted(&loop->member);
    if (hold != PIRN__BY_OBJECT_TOO)
        pirn__crew_unlock(loop);
}

/* Leases ------------------------------------------------------------------- */

void pirn__seize(struct pirn__loop *victim)
{
    struct pirn__member *member = &victim->member;
    if (member->permit == PIRN__NO_PERMIT)
        return;
    __atomic_store_n(&member->permit, PIRN__NO_PERMIT, __ATOMIC_RELAXED);
    if (member->is_idle) /* it takes the lock before it goes inside */
        return;
    pirn__point_outside(victim);
    membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED); /* pairs with go_inside... */
    pirn__gate_take(member);
    pirn__gate_give(member);
    while (__atomic_load_n(&member->inside, __ATOMIC_ACQUIRE))
        sched_yield(); /* ... and this load pairs with pirn__go_outside */
}

/* Whose lease it is; NULL: nobody's any more. */
static struct pirn__loop *holder_of(const struct pirn__crew *crew,
                                    const struct pirn__lease *lease)
{
    if (lease->worker >= crew->count)
        return NULL;
    struct pirn__loop *holder = crew->loops[lease->worker];
    return holder->member.permit == lease->permit ? holder : NULL;
}

static void break_lease(struct pirn__loop *loop, struct pirn__lease *lease,
                        struct pirn__loop *holder)
{
    pirn__seize(holder);
    share(loop, lease);
    lease->breaks += lease->breaks < MOST_BREAKS;
}

void pirn__lease_share(struct pirn__loop *loop, struct pirn__lease *lease)
{
    if (lease->permit == PIRN__OF_CREW)
        return;
    struct pirn__loop *holder = holder_of(loop->worker.crew, lease);
    if (holder && holder != loop)
        break_lease(loop, lease, holder);
    else
        share(loop, lease);
}

/* With the object's lock alone, the permit may be taken away at any time: a new
 * one is not to be had then, and a lease by the old one is nobody's. */
static void grant(struct pirn__loop *loop, struct pirn__lease *lease)
{
    if (loop->member.has_lock)
        give_permit(loop);
    uint64_t permit = __atomic_load_n(&loop->member.permit, __ATOMIC_RELAXED);
    if (permit == PIRN__NO_PERMIT)
        return;
    lease->worker = loop->member.number & 0x3ff;
    __atomic_store_n(&lease->permit, permit, __ATOMIC_RELAXED);
}

/* Whether this worker has used a shared object alone for long. */
static bool is_alone(struct pirn__loop *loop, struct pirn__lease *lease)
{
    if (lease->worker != loop->member.number)
        begin_count(loop, lease);
    unsigned enough = (unsigned)ALONE << lease->breaks;
    if (lease->uses < enough)
        lease->uses++;
    return lease->uses == enough;
}

bool pirn__lease_settle(struct pirn__loop *loop, struct pirn__lease *lease)
{
    struct pirn__crew *crew = loop->worker.crew;
    if (!crew->has_leases)
        return false;
    if (pirn__unlikely(!loop->member.has_lock && !loop->member.held_count))
        pirn__die("the runtime uses what is shared without its lock: please "
                  "report this");
    if (lease->permit == PIRN__SHARED || lease->permit == PIRN__OF_CREW)
        return is_alone(loop, lease);
    struct pirn__loop *holder = holder_of(crew, lease);
    if (holder == loop)
        return false;
    if (holder) {
        break_lease(loop, lease, holder);
        return false;
    }
    if (lease->permit == 0 || lease->worker != loop->member.number)
        return true;
    grant(loop, lease); /* again */
    return false;
}

void pirn__scope_settle(struct pirn__loop *loop, struct pirn_scope *s)
{
    if (!loop->worker.crew || !pirn__is_shared(s) ||
        !pirn__lease_settle(loop, &s->lease))
        return;
    bool is_elsewhere = !s->owner || pirn__home(loop, s->owner) != loop;
    pirn__lease_offer(loop, &s->lease, is_elsewhere);
}

void pirn__scope_part(struct pirn__loop *loop, struct pirn_scope *s)
{
    if (s->lease.permit != PIRN__SHARED &&
        !holder_of(loop->worker.crew, &s->lease))
        share(loop, &s->lease);
}

void pirn__spawn_scope_settle(struct pirn__loop *loop,
                              const struct pirn_task *task)
{
    if (loop->worker.crew && pirn__prefix(task)->spawn_scope)
        pirn__scope_settle(loop, pirn__prefix(task)->spawn_scope);
}

void pirn__lease_offer(struct pirn__loop *loop, struct pirn__lease *lease,
                       bool is_waited_for)
{
    if (!is_waited_for)
        grant(loop, lease);
    else if (lease->permit != PIRN__SHARED && lease->permit != PIRN__OF_CREW)
        share(loop, lease);
}
