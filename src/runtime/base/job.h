/* Jobs: calls that may block, and a pool of threads that make them. Nothing
 * here knows tasks. */
#ifndef PIRN_RUNTIME_JOB_H
#define PIRN_RUNTIME_JOB_H

#include "runtime/base/lock.h"
#include <pthread.h>

#pragma GCC visibility push(hidden)

/* Something to be run on a thread of the pool. It is the poster's again when
 * `run` says so. */
struct pirn__job {
    void (*run)(struct pirn__job *job);
    struct pirn__job *next; /* while it waits for a thread */
    atomic_bool has_begun;  /* a thread runs it */
};

/* A pool. All zero: it has no thread yet. */
struct pirn__jobs {
    struct pirn__lock lock;         /* of all that follows */
    bool is_open;                   /* `most` is valid */
    bool has_ended;                 /* no thread is to wait for a job */
    unsigned most;                  /* threads there may be */
    uint32_t threads;               /* those that have not ended, */
    unsigned idle;                  /* and how many of them are idle */
    struct pirn__helper *helpers;   /* these, the latest one first */
    struct pirn__job *first, *last; /* waiting for a thread; first NULL: none */
    size_t waiting;                 /* how many of them */
    bool has_old;                   /* a thread has ended that is not joined: */
    pthread_t old;                  /* this one */
};

/* Has a thread run job, at once or when one has time for it. Returns false, and
 * has done nothing, if there is no thread, nor can be one. From any thread. */
bool pirn__jobs_post(struct pirn__jobs *jobs, struct pirn__job *job);
/* Ends all threads. No job waits or is posted any more; those that run are
 * waited for. */
void pirn__jobs_end(struct pirn__jobs *jobs);

#pragma GCC visibility pop

#endif
