/* Other programs: started, waited for, and ended with the scope that wants
 * them.
 *
 * A program that is started gets default signals, none blocked, and no
 * descriptors but the three named here. Starting it does not copy the memory of
 * this one, however large that is.
 *
 * None of this has an elision. */
#ifndef PIRN_PROCESS_H
#define PIRN_PROCESS_H

#include <pirn/keywords.h>
#include <stdbool.h>
#include <stdint.h>

/* What the standard descriptors of a program are to be, besides a descriptor.
 * None is what a call that fails returns: so a file that could not be opened is
 * not taken for a pipe. */
enum {
    PIRN_SAME = 0,      /* what this program has there */
    PIRN_PIPE = -10000, /* a pipe, whose other end is in struct pirn_process */
    PIRN_NULL = -10001  /* /dev/null */
};

/* All zero: as this program. */
struct pirn_process_options {
    const char *directory;    /* where it runs; NULL: here */
    char *const *environment; /* NULL: that of this program */
    int in, out, error;       /* descriptors, or one of the above */
    bool own_group;           /* it leads a process group, and signals go to all
                                 of that */
    int64_t grace;            /* pirn_process_run: how long it may go on after a
                                 SIGTERM; 0: for 5 s */
};

/* A program that has been started. */
struct pirn_process {
    int pid;
    int fd;             /* pidfd_open(2); -1: it has been waited for */
    int in, out, error; /* this program's ends of pipes, to be closed by
                           pirn_close; else -1 */
    int status;         /* as of waitpid(2), when it has been waited for */
    bool own_group;
};

/* Starts the program argv[0], looked for in PATH, with those arguments, up to a
 * NULL. options may be NULL.
 * Suspends: never.
 * Returns:  0, and *process is to be waited for; -ENOENT, -EACCES, ...: it
 *           cannot be started; -EINVAL: there is no argv[0], or a descriptor
 *           of the options is negative, and none of the above; -ECHILD:
 *           SIGCHLD is ignored, or has SA_NOCLDWAIT, so that nobody could tell
 *           how it ends; -errno.
 * Threads:  any. */
PIRN__FUNCTION int
pirn_process_start(struct pirn_process *process, const char *const argv[],
                   const struct pirn_process_options *options);

/* Sends it a signal.
 * Suspends: never.
 * Returns:  0, also if it has ended meanwhile; -ESRCH: it has been waited for;
 *           -EINVAL: there is no such signal; -errno.
 * Threads:  any. */
PIRN__FUNCTION int pirn_process_kill(const struct pirn_process *process,
                                     int number);

#ifdef __PIRN__

/* Waits for the end of the program, and does no more than that: cancelled, it
 * goes on, and can be waited for again. One task does so at a time.
 * Suspends: until it has ended.
 * Returns:  0, and process->status tells how, also if it has been waited for
 *           before; -ECHILD: it has ended, and nobody can tell how, as somebody
 *           else has waited for it; -errno; -ECANCELED. */
PIRN__ASYNC int pirn_process_wait(struct pirn_process *process);

/* Starts a program and waits for its end. If it is cancelled meanwhile, it
 * sends SIGTERM, after options->grace SIGKILL, and returns when the program is
 * gone.
 * Suspends: until the program has ended, also when it is cancelled.
 * Returns:  0, and *status, unless that is NULL, as of waitpid(2); -EINVAL: a
 *           pipe, of which nobody has the other end; -errno as
 *           pirn_process_start and pirn_process_wait; -ECANCELED: the
 *           program was not started, or has ended, as *status tells. */
PIRN__ASYNC int pirn_process_run(const char *const argv[],
                                 const struct pirn_process_options *options,
                                 int *status);

#elif !defined(PIRN__RUNTIME)

int pirn__processes_need_the_translator(void);

PIRN__ELIDED int pirn_process_start(struct pirn_process *process,
                                    const char *const argv[],
                                    const struct pirn_process_options *options)
{
    (void)process, (void)argv, (void)options;
    return pirn__processes_need_the_translator();
}

PIRN__ELIDED int pirn_process_kill(const struct pirn_process *process,
                                   int number)
{
    (void)process, (void)number;
    return pirn__processes_need_the_translator();
}

PIRN__ELIDED int pirn_process_wait(struct pirn_process *process)
{
    (void)process;
    return pirn__processes_need_the_translator();
}

PIRN__ELIDED int pirn_process_run(const char *const argv[],
                                  const struct pirn_process_options *options,
                                  int *status)
{
    (void)argv, (void)options, (void)status;
    return pirn__processes_need_the_translator();
}

#endif
#if defined(__PIRN__) || defined(PIRN__RUNTIME)
/* Takes the status of a program that has ended. Returns 0, -EAGAIN: it has not,
 * unless it `blocks` until it has; or -errno. */
int pirn__process_reap(struct pirn_process *process, bool blocks);
#endif
#endif
