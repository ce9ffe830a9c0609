/* A crew as the rest of the runtime meets it: how to get at what workers share,
 * and to tell whose a task is. Inlined, as it is to cost no more than a look
 * where a worker is alone. */
#ifndef PIRN_RUNTIME_CREW_INLINE_H
#define PIRN_RUNTIME_CREW_INLINE_H

#include "runtime/wait/worker.h"

#pragma GCC visibility push(hidden)

/* Around all that touches what tasks of several workers may share; loop is
 * this thread's. Within itself it does nothing. */
static inline __attribute__((warn_unused_result)) bool
pirn__enter(struct pirn__loop *loop)
{
    if (pirn__likely(!loop->worker.crew) || loop->member.has_lock)
        return false;
    pirn__crew_lock(loop);
    return true;
}

static inline void pirn__leave(struct pirn__loop *loop, bool has_entered)
{
    if (pirn__unlikely(has_entered))
        pirn__crew_unlock(loop);
}

/* The same on whatever thread. Returns the loop to leave, or NULL. */
static inline __attribute__((warn_unused_result)) struct pirn__loop *
pirn__enter_here(void)
{
    struct pirn__loop *loop = pirn__this_loop;
    return loop && pirn__enter(loop) ? loop : NULL;
}

/* The same for what only tasks may touch, and what they call: aborts on a
 * thread without a runtime, while another thread has one. */
static inline __attribute__((warn_unused_result)) struct pirn__loop *
pirn__enter_inside(const char *what)
{
    struct pirn__loop *loop = pirn__this_loop;
    if (pirn__unlikely(!loop) && pirn__is_running(NULL))
        pirn__die_outside(what);
    return loop && pirn__enter(loop) ? loop : NULL;
}

static inline void pirn__leave_here(struct pirn__loop *entered)
{
    if (pirn__unlikely(entered != NULL))
        pirn__crew_unlock(entered);
}

/* The loop of who calls, given a worker of its runtime. */
static inline struct pirn__loop *pirn__caller_loop(struct pirn_worker *w)
{
    return pirn__unlikely(w->crew) ? pirn__this_loop : pirn__loop_of(w);
}

/* The worker that task is on; loop is one of its runtime. */
static inline struct pirn__loop *pirn__home(struct pirn__loop *loop,
                                            const struct pirn_task *task)
{
    return pirn__unlikely(loop->worker.crew)
               ? __atomic_load_n(&pirn__prefix(task)->home, __ATOMIC_RELAXED)
               : loop;
}

/* True if tasks of several workers may touch s: then only with the lock. */
static inline bool pirn__is_shared(const struct pirn_scope *s)
{
    return pirn__unlikely(PIRN__LOOK_AT(s->is_shared));
}

/* Pairs with make_cancel_scope() in cancel.c. */
static inline bool pirn__is_pinned(const struct pirn_task *task)
{
    return __atomic_load_n(&task->scope, __ATOMIC_ACQUIRE)->is_pinned;
}

/* When its turn has ended, the worker of loop is to look whether something is
 * to be done. */
static inline void pirn__crew_ask(struct pirn__loop *loop)
{
    __atomic_store_n(&loop->member.is_asked, true, __ATOMIC_RELAXED);
}

/* True if another worker has sent something. */
static inline bool pirn__crew_has_post(const struct pirn__loop *loop)
{
    return loop->member.mailbox || loop->member.messages;
}

/* Whether so many tasks are ready that a worker that sleeps may be woken for
 * their sake, by pirn__crew_call. */
static inline bool pirn__crew_has_more(const struct pirn__loop *loop)
{
    const struct pirn__ring *queue = &loop->member.queue;
    return pirn__unlikely(PIRN__LOOK_AT(queue->tail) - queue->head >
                          loop->member.few);
}

/* Something has been posted to the worker of loop. If the lock is held, that
 * worker is woken when it has been given back. */
static inline void pirn__crew_rouse(struct pirn__loop *loop)
{
    pirn__crew_ask(loop);
    /* Of this worker and that one at least one sees the other: posting and this
     * load pair with become_idle() and fall_asleep() in crew_idle.c. */
    if (atomic_load(&loop->member.is_idle))
        pirn__crew_rouse_idle(loop);
}

#pragma GCC visibility pop

#endif
