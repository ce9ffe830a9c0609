/* A pool of threads that run jobs.
 *
 * A job goes to an idle thread; else to a new one, as long as there may be
 * more; else it waits for the first thread that has finished another. Of the
 * idle threads the latest is taken: so those that are not needed stay idle, and
 * each of them ends after a while.
 *
 * An idle thread sleeps on a word of its own, so that it alone is woken. It
 * sleeps at once: to look for a while first, as workers do, was measured, and
 * makes a call take four times as long, as the thread of the task is kept from
 * its core.
 *
 * A thread that ends joins the one that has ended before it, and pirn__jobs_end
 * joins the last one: so nothing is left of any of them. */
#include "runtime/base/job.h"
#include "runtime/base/futex.h"
#include "runtime/base/thread.h"
#include "runtime/base/timer.h"
#include <stdlib.h>

enum { USUAL = 64, MOST = 4096 }; /* threads */

#define IDLES_FOR (5 * PIRN_S) /* before it ends */

/* A thread of the pool. */
struct pirn__helper {
    struct pirn__jobs *jobs;
    struct pirn__helper *next; /* while it is idle */
    struct pirn__job *job;     /* what it is to run; NULL: it is to end */
    uint32_t is_called;        /* 1: `job` is set. It sleeps on this word */
    bool joins;                /* at its end, the thread `old` */
    pthread_t old;
};

/* Beginning ---------------------------------------------------------------- */

static unsigned most_threads(void)
{
    const char *text = getenv("PIRN_POOL_THREADS");
    char *end;
    if (!text || !*text)
        return USUAL;
    long count = strtol(text, &end, 10);
    if (*end || count < 0 || count > MOST)
        pirn__die("PIRN_POOL_THREADS=%s: it is to be 0 to %d", text, MOST);
    return (unsigned)count;
}

/* The lock is held. */
static void open_pool(struct pirn__jobs *jobs)
{
    jobs->is_open = true;
    jobs->most = most_threads();
}

/* Jobs that wait ----------------------------------------------------------- */

/* Both with the lock. */
static void put(struct pirn__jobs *jobs, struct pirn__job *job)
{
    job->next = NULL;
    if (jobs->first)
        jobs->last->next = job;
    else
        jobs->first = job;
    jobs->last = job;
    jobs->waiting++;
}

static struct pirn__job *take(struct pirn__jobs *jobs)
{
    struct pirn__job *job = jobs->first;
    if (job) {
        jobs->first = job->next;
        jobs->waiting--;
    }
    return job;
}

/* Idling ------------------------------------------------------------------- */

/* The latest idle thread, which is idle no more, or NULL. The lock is held. */
static struct pirn__helper *take_helper(struct pirn__jobs *jobs)
{
    struct pirn__helper *helper = jobs->helpers;
    if (helper) {
        jobs->helpers = helper->next;
        jobs->idle--;
    }
    return helper;
}

/* What was written before comes before: pairs with is_called(). The thread may
 * have ended when it is woken. */
static void call(struct pirn__helper *helper, struct pirn__job *job)
{
    helper->job = job;
    __atomic_store_n(&helper->is_called, 1, __ATOMIC_RELEASE);
    pirn__futex_wake(&helper->is_called);
}

/* Pairs with call(). */
static bool is_called(const struct pirn__helper *helper)
{
    return __atomic_load_n(&helper->is_called, __ATOMIC_ACQUIRE);
}

/* It takes no more jobs. The lock is held. */
static void retire(struct pirn__jobs *jobs, struct pirn__helper *helper)
{
    helper->joins = jobs->has_old;
    helper->old = jobs->old;
    jobs->has_old = true;
    jobs->old = pthread_self();
    jobs->threads--;
    if (jobs->has_ended)
        pirn__futex_wake(&jobs->threads);
}

/* Nobody has called it for long: it ends, unless it is just being called. */
static bool retire_idle(struct pirn__jobs *jobs, struct pirn__helper *helper)
{
    struct pirn__helper **place = &jobs->helpers;
    pirn__lock_take(&jobs->lock);
    while (*place && *place != helper)
        place = &(*place)->next;
    bool is_idle = *place;
    if (is_idle) {
        *place = helper->next;
        jobs->idle--;
        retire(jobs, helper);
    }
    pirn__lock_give(&jobs->lock);
    return is_idle;
}

/* Returns whether a job has come; else the thread has retired. */
static bool await_call(struct pirn__jobs *jobs, struct pirn__helper *helper)
{
    while (!is_called(helper))
        if (!pirn__futex_wait(&helper->is_called, 0, IDLES_FOR) &&
            retire_idle(jobs, helper))
            return false;
    return true;
}

/* Sets helper->job to the next job, when it comes. Returns false if there will
 * be none: the thread has retired. */
static bool find_job(struct pirn__jobs *jobs, struct pirn__helper *helper)
{
    pirn__lock_take(&jobs->lock);
    bool ends = jobs->has_ended && !jobs->first;
    helper->job = take(jobs);
    bool is_idle = !helper->job && !ends;
    if (is_idle) {
        helper->is_called = 0;
        helper->next = jobs->helpers;
        jobs->helpers = helper;
        jobs->idle++;
    } else if (ends) {
        retire(jobs, helper);
    }
    pirn__lock_give(&jobs->lock);
    return is_idle ? await_call(jobs, helper) : !ends;
}

/* Threads ------------------------------------------------------------------ */

static void *help(void *arg)
{
    struct pirn__helper *self = arg;
    do {
        struct pirn__job *job = self->job;
        if (!job) /* called to look that all has ended */
            continue;
        atomic_store_explicit(&job->has_begun, true, memory_order_relaxed);
        job->run(job);
    } while (find_job(self->jobs, self));
    if (self->joins)
        pthread_join(self->old, NULL);
    free(self);
    return NULL;
}

/* A new thread, which begins with job. The lock is held. */
static bool start_helper(struct pirn__jobs *jobs, struct pirn__job *job)
{
    pthread_t thread;
    struct pirn__helper *helper = calloc(1, sizeof *helper);
    if (!helper)
        return false;
    helper->jobs = jobs;
    helper->job = job;
    if (pirn__thread_start(&thread, help, helper))
        return true;
    free(helper);
    return false;
}

bool pirn__jobs_post(struct pirn__jobs *jobs, struct pirn__job *job)
{
    atomic_init(&job->has_begun, false);
    pirn__lock_take(&jobs->lock);
    if (!jobs->is_open)
        open_pool(jobs);
    struct pirn__helper *helper = take_helper(jobs);
    bool is_new =
        !helper && jobs->threads < jobs->most && start_helper(jobs, job);
    bool waits = !helper && !is_new && jobs->threads > 0;
    jobs->threads += is_new;
    if (waits)
        put(jobs, job);
    pirn__lock_give(&jobs->lock);
    if (helper)
        call(helper, job);
    return helper || is_new || waits;
}

void pirn__jobs_end(struct pirn__jobs *jobs)
{
    struct pirn__helper *helper;
    uint32_t threads;
    pirn__lock_take(&jobs->lock);
    jobs->has_ended = true;
    while ((helper = take_helper(jobs)))
        call(helper, NULL);
    while ((threads = jobs->threads) > 0) {
        pirn__lock_give(&jobs->lock);
        (void)pirn__futex_wait(&jobs->threads, threads, -1);
        pirn__lock_take(&jobs->lock);
    }
    pirn__lock_give(&jobs->lock);
    if (jobs->has_old)
        pthread_join(jobs->old, NULL);
}
