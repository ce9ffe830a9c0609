/* Several workers under test: what the rest of the runtime tells the explorer,
 * which is in test_workers.c. Outside of tests all of this is one look at
 * loop->test, and only where a worker has others beside it. */
#ifndef PIRN_RUNTIME_BATON_H
#define PIRN_RUNTIME_BATON_H

#include "runtime/wait/worker.h"

#pragma GCC visibility push(hidden)

/* Where a worker may be stopped, so that another one goes on. */
enum pirn__at {
    PIRN__AT_LOCK,   /* about to take a lock, the crew's or an object's */
    PIRN__AT_LOCKED, /* has the crew's */
    PIRN__AT_UNLOCK, /* has given it back, or an object's */
    PIRN__AT_WAKE,   /* the same, and has still to post tasks, or to wake those
                        it has roused */
    PIRN__AT_RETRY,  /* waits for an object's lock without waiting in it */
    PIRN__AT_INSIDE, /* uses what is its own, or leased to it */
    PIRN__AT_READY,  /* has taken a task out of where it waited */
    PIRN__AT_POST,   /* has posted something, and rouses that worker next */
    PIRN__AT_LOOK,   /* idle, and about to look around once more */
    PIRN__AT_TURN,   /* between two turns */
    PIRN__AT_BLOCK,  /* cannot go on before another one has */
};

/* What there is only where loop->test is set: pirn__hooks.explorer. */
struct pirn__explorer {
    /* For those below. */
    void (*point)(struct pirn__loop *loop, enum pirn__at at);
    void (*lock)(struct pirn__loop *loop, const struct pirn__lock *lock);
    void (*outside)(struct pirn__loop *loop, struct pirn__loop *victim);
    void (*wake)(struct pirn__loop *loop);

    /* loop is to be another worker of the run that `first` is a worker of. */
    void (*join)(struct pirn__loop *first, struct pirn__loop *loop);
    /* Its thread has been started; it begins, and it ends. */
    void (*started)(struct pirn__loop *loop);
    void (*begin)(struct pirn__loop *loop);
    void (*end)(struct pirn__loop *loop);
    /* Waits until the thread of the other one has ended. */
    void (*await_end)(struct pirn__loop *loop, struct pirn__loop *other);

    /* Looks outside, so that no wake-up is left over for its next sleep. */
    void (*looks)(struct pirn__loop *loop);
    /* Sleeps until it is woken, or, if that is not -1, for so long. */
    void (*sleep)(struct pirn__loop *loop, int64_t time);
    /* Lets others go on, without the crew's lock, which it has. */
    void (*yield)(struct pirn__loop *loop);

    /* Chooses the task whose turn is next, which is first in queue then. */
    void (*pick)(struct pirn__loop *loop, struct pirn__ring *queue);
    /* At most so many turns until it looks outside. */
    unsigned (*batch)(struct pirn__loop *loop);
    /* A turn of task has ended. */
    void (*turn_ended)(struct pirn__loop *loop, struct pirn_task *task);
};

/* The worker of this thread, which is loop's, gets to such a place. */
static inline void pirn__point(struct pirn__loop *loop, enum pirn__at at)
{
    if (pirn__unlikely(loop->test))
        pirn__hooks.explorer->point(loop, at);
}

/* Before this thread takes the lock: waits until nobody has it. */
static inline void pirn__point_lock(struct pirn__loop *loop,
                                    const struct pirn__lock *lock)
{
    if (pirn__unlikely(loop->test))
        pirn__hooks.explorer->lock(loop, lock);
}

/* Before this thread waits until the worker of victim is outside. */
static inline void pirn__point_outside(struct pirn__loop *victim)
{
    if (pirn__unlikely(victim->test))
        pirn__hooks.explorer->outside(pirn__this_loop, victim);
}

/* On any thread: the worker of loop is woken from its sleep, or from its next
 * one. */
static inline void pirn__point_wake(struct pirn__loop *loop)
{
    if (pirn__unlikely(loop->test))
        pirn__hooks.explorer->wake(loop);
}

#pragma GCC visibility pop

#endif
