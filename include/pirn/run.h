/* Entering the runtime from plain C, and its workers. `async int main` needs
 * nothing of the former. */
#ifndef PIRN_RUN_H
#define PIRN_RUN_H

/* The exit status of a program none of whose tasks can ever go on. */
#define PIRN_EXIT_STUCK 121

/* What a runtime is to be like. */
struct pirn_options {
    int workers; /* threads that share its tasks; 0: as many as PIRN_WORKERS
                    in the environment says, else 1 */
};

/* pirn_run(f(x)) runs the coroutine call f(x) as the root task of a runtime
 * on this thread, until it and everything in it has ended, and gives its
 * value. Aborts inside another runtime of the same thread.
 * pirn_run_with(&options, f(x)) is the same with options. If not all of the
 * threads that are asked for can be started, it makes do with fewer. */
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_run(call) __pirn_run(call)
#define pirn_run_with(options, call)                                           \
    (pirn__run_options(options), __pirn_run(call))
#else
#define pirn_run(call) (call)
#define pirn_run_with(options, call) ((void)(options), (call))
#endif

#if defined(__PIRN__) || defined(PIRN__RUNTIME)
void pirn__run_options(const struct pirn_options *options);
#endif

/* Returns how many workers this thread's runtime has; 1 outside of any.
 * Suspends: never.
 * Threads:  any. */
PIRN__FUNCTION unsigned pirn_workers(void);

/* Returns the number of the worker that the running task is on, from 0; 0
 * outside of tasks. It may be another one after each suspension.
 * Suspends: never.
 * Threads:  any. */
PIRN__FUNCTION unsigned pirn_worker(void);

/* Goes on on the worker of that number (modulo pirn_workers()), as do the
 * tasks that it will spawn there, but for those of a .pinned scope that was
 * opened elsewhere. A task in a .pinned scope stays; a worker that has nothing
 * to do may take over others.
 * Suspends: unless it is there already; else now and then, and stays.
 * Returns:  0; -ECANCELED. */
PIRN__ASYNC int pirn_move_to(unsigned worker);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
PIRN__ELIDED unsigned pirn_workers(void)
{
    return 1;
}

PIRN__ELIDED unsigned pirn_worker(void)
{
    return 0;
}

PIRN__ELIDED int pirn_move_to(unsigned worker)
{
    (void)worker;
    return 0;
}
#endif

#endif
