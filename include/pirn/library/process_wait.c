/* Waiting for other programs. */
#include <pirn.h>

#ifdef __PIRN__

enum { PIRN__PROCESS_HAS_ENDED = 1 }; /* POLLIN */
enum { PIRN__SIGTERM = 15, PIRN__SIGKILL = 9 };

/* Nobody waits for it any more. */
PIRN__STATIC_ASYNC void pirn__process_forget(struct pirn_process *process)
{
    (void)PIRN_AWAIT pirn_close(process->fd);
    process->fd = -1;
}

PIRN__ASYNC int pirn_process_wait(struct pirn_process *process)
{
    int rc = -EAGAIN;
    if (process->fd < 0)
        return 0;
    while (rc == -EAGAIN) {
        rc = PIRN_AWAIT pirn_poll(process->fd, PIRN__PROCESS_HAS_ENDED);
        if (rc >= 0)
            rc = pirn__process_reap(process, false);
    }
    if (rc == 0 || rc == -ECHILD)
        PIRN_AWAIT pirn__process_forget(process);
    return rc;
}

/* Ends it, whatever is cancelled meanwhile. If it cannot be waited for, for
 * want of memory for instance, it is killed, and the little time that takes is
 * spent here. */
PIRN__STATIC_ASYNC void pirn__process_end(struct pirn_process *process,
                                          int64_t grace)
{
    int rc = -ECANCELED;
    (void)pirn_process_kill(process, PIRN__SIGTERM);
    PIRN_SCOPE (shield, .shield = true) {
        PIRN_SCOPE (s, .timeout = grace)
            rc = PIRN_AWAIT pirn_process_wait(process);
    }
    if (rc == -ECANCELED)
        (void)pirn_process_kill(process, PIRN__SIGKILL);
    while (rc == -ECANCELED)
        PIRN_SCOPE (shield, .shield = true)
            rc = PIRN_AWAIT pirn_process_wait(process);
    if (process->fd < 0)
        return;
    (void)pirn_process_kill(process, PIRN__SIGKILL);
    (void)pirn__process_reap(process, true);
    PIRN_AWAIT pirn__process_forget(process);
}

PIRN__ASYNC int pirn_process_run(const char *const argv[],
                                 const struct pirn_process_options *options,
                                 int *status)
{
    struct pirn_process process;
    int64_t grace = options && options->grace ? options->grace : 5 * PIRN_S;
    int rc;
    if (options && (options->in == PIRN_PIPE || options->out == PIRN_PIPE ||
                    options->error == PIRN_PIPE))
        return -EINVAL;
    if (pirn_is_cancelled())
        return PIRN_AWAIT pirn_yield_now();
    rc = pirn_process_start(&process, argv, options);
    if (rc < 0)
        return rc;
    rc = PIRN_AWAIT pirn_process_wait(&process);
    if (process.fd >= 0)
        PIRN_AWAIT pirn__process_end(&process, grace);
    if (status)
        *status = process.status;
    return rc;
}

#endif
