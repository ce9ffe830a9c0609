/* A worker, which is one thread with a loop: worker.c tells its life, run.c
 * makes and ends it. What is in a loop its thread alone touches, except where a
 * member says otherwise; and others with the crew's lock while it is idle. */
#ifndef PIRN_RUNTIME_WORKER_H
#define PIRN_RUNTIME_WORKER_H

#include "runtime/base/hooks.h"
#include "runtime/base/job.h"
#include "runtime/base/tables.h"
#include "runtime/wait/crew.h"
#include "runtime/wait/driver.h"
#include "runtime/wait/frame.h"
#include <pthread.h>

#pragma GCC visibility push(hidden)

/* The turn of task begins, or none. Pairs with may_follow() in crew_move.c: who
 * sees there that it is another's turn sees all that was done in the last. */
static inline void pirn__set_current(struct pirn_worker *w,
                                     struct pirn_task *task)
{
    __atomic_store_n(&w->current, task, __ATOMIC_RELEASE);
}

enum { PIRN__COARSE_BITS = 23 }; /* 8 ms, and 39 hours in 24 bits */

/* A worker and everything that hangs off it. */
struct pirn__loop {
    struct pirn_worker worker;
    struct pirn_worker spawner; /* its twin */
    struct pirn_task *born;     /* between an entry called with the spawner
                                   and pirn__spawn; NULL: no memory */
    struct pirn_task *refused;  /* instead of born: a test has it fail */
    struct pirn__pool pool;
    struct pirn__wheel *wheel; /* NULL: this worker only drives bodies */
    struct pirn_clock *clock;
    /* Tasks spawned by the one that runs; and a part of the ring in which all
     * have not begun yet, unless they have been run. See queue_spawned. */
    struct pirn__span {
        size_t from, to; /* in the ring; equal: none */
    } spawned, unstarted;
    unsigned patience;   /* so many may still go before others... */
    size_t others_until; /* ... or, if not 0, none to this place in the ring */
    size_t tasks;        /* alive or not yet freed */
    size_t outside;      /* waits that something from outside will end, and
                            holders of the runtime, who may end others */
    size_t offloaded;    /* how many of them a thread of the pool will end */
    int64_t looked;      /* the real time then; not above 0: it is not known, as
                            the worker has slept, at the latest until minus
                            that, coarsely; or its clock is no real one */
    int64_t glanced;     /* for pirn_is_cancelled: the time, coarsely */
    unsigned batch;      /* at most so many turns until the next one */
    uint32_t coarse;     /* the time at the last look outside, in units of
                            1 << PIRN__COARSE_BITS ns, shifted by 8 */
    uint8_t waited;      /* enum pirn__wait: how the running task has begun to
                            wait last; another worker may have ended that */
    struct pirn_frame *leaving; /* a select: see tell_others in select.c */
    uint64_t late;   /* while something is sent again: see broadcast.c */
    uint64_t random; /* for pirn__probe_random, when seeded */
    bool is_seeded;
    bool has_no_turns;         /* its tasks are threads that run as they like */
    struct pirn__test *test;   /* whose run this is; else NULL */
    struct pirn_scope root;    /* the scope of the root task */
    struct pirn__names *names; /* of its tasks, by pirn_name */
    struct pirn__jobs jobs;    /* the pool of the runtime, in its first loop */
    struct pirn__hog *hog;     /* NULL: no turn is timed */
    unsigned hogs_noticed;     /* how often one was without being asked for */
    struct pirn__lane *lane;   /* NULL: nobody asks for PIRN_TRACE */
    atomic_bool dump_is_wanted; /* by a SIGQUIT */

    const struct pirn__driver_ops *driver_ops;
    struct pirn__driver *driver;

    /* What other threads have left to do: under the lock, but that inbox may be
     * compared with NULL without it. */
    pthread_mutex_t lock;
    _Atomic(struct pirn__arrival *) inbox; /* newest first */
    bool sleeping; /* in, or about to call, driver_ops->wait */

    struct pirn_runtime *holders; /* the first of post.c's; NULL: none */

    struct pirn__member member; /* valid if worker.crew */
    struct pirn__list running;  /* its place among all that run */
};

/* The time as loop->coarse has it. */
static inline uint32_t pirn__coarse(int64_t now)
{
    return (uint32_t)(now >> PIRN__COARSE_BITS << 8);
}

/* The first loop of a runtime: it has what there is but once. */
static inline struct pirn__loop *pirn__first_loop(struct pirn__loop *loop)
{
    struct pirn__crew *crew = loop->worker.crew;
    return crew ? crew->loops[0] : loop;
}

/* The loop of a runtime on this thread, or NULL. */
extern __thread struct pirn__loop *pirn__this_loop;

static inline struct pirn__loop *pirn__loop_of(struct pirn_worker *w)
{
    return pirn__container_of(w, struct pirn__loop, worker);
}

/* worker.c ----------------------------------------------------------------- */

/* A loop that can wait, with no task yet; or NULL, and -errno. */
struct pirn__loop *pirn__loop_try_begin(struct pirn_clock *clock, int *error);
void pirn__loop_end(struct pirn__loop *loop);
/* Below this address of this thread's stack entries are not to run. */
uintptr_t pirn__stack_limit(void);
/* This thread is the worker of loop, and is it no more. */
void pirn__loop_enter(struct pirn__loop *loop);
void pirn__loop_exit(struct pirn__loop *loop);
/* Runs tasks until the root task has ended. */
void pirn__loop_run(struct pirn__loop *loop);
/* For a foreign loop, which calls them: a round without the wait; and, in
 * nanoseconds, how long it may wait until the next, -1 for ever. Between two
 * turns, and after turn_end() before the first, the worker is as if asleep. */
void pirn__loop_turn(struct pirn__loop *loop);
void pirn__loop_turn_end(struct pirn__loop *loop);
int64_t pirn__loop_patience(struct pirn__loop *loop);
/* A task that has not begun is about to be pushed that has come from another
 * worker. */
void pirn__loop_unstarted(struct pirn__loop *loop);
/* A turn has ended in which tasks were spawned. Returns the new head of the
 * ring, which was `head`. */
size_t pirn__queue_spawned(struct pirn__loop *loop, struct pirn__ring *ring,
                           size_t head);
/* True if the last look outside is so long ago that one is due, whatever else
 * is ready: the batch that is going on is the last. */
bool pirn__loop_is_late(struct pirn__loop *loop);
/* Looks at the time, and wakes those for whom it has come. */
void pirn__loop_advance(struct pirn__loop *loop);

/* True in one case of count, which is at least 2, at random; in an explored
 * test, once in each of both ways. */
static inline bool pirn__chance(struct pirn__loop *loop, unsigned count)
{
    return pirn__unlikely(loop->test)
               ? pirn__hooks.test_chance(loop->test, count)
               : pirn__random(&loop->random) % count == 0;
}

/* The spawner's current task, in a cancelled scope. Nobody writes to it. */
extern struct pirn_task pirn__nobody;

/* inside.c ----------------------------------------------------------------- */

void pirn__inside_add(struct pirn__loop *loop);
void pirn__inside_remove(struct pirn__loop *loop);
/* True if there are threads that are workers of runtime; NULL: of any. */
bool pirn__is_running(const struct pirn_worker *runtime);
/* Aborts, as that is called on a thread that is none of those. */
_Noreturn void pirn__die_outside(const char *what);

/* How often a process has been forked, down to this one. */
extern unsigned pirn__forks;
/* In this process, by a thread that was a worker: so it has no runtime. */
extern bool pirn__is_forked;
/* Aborts, as it uses one. */
_Noreturn void pirn__die_forked(void);
/* It is: loop, which may be NULL, was that of the thread that did it. */
void pirn__inside_forked(struct pirn__loop *loop);

/* fork.c ------------------------------------------------------------------- */

void pirn__register_forks(void);

/* run.c -------------------------------------------------------------------- */

/* pirn__loop_try_begin; aborts if there can be none. */
struct pirn__loop *pirn__loop_begin(struct pirn_clock *clock);
/* Aborts if this thread has a runtime, or must not have one. */
void pirn__run_check(const char *call);
/* A runtime on this thread, with no task yet. */
struct pirn__loop *pirn__run_loop(struct pirn_clock *clock);

#pragma GCC visibility pop

#endif
