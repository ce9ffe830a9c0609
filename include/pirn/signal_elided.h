/* The serial elision of signal.h: the one thread blocks the signals, and reads
 * them from a signalfd(2). Of several that are the same, and come before it
 * reads, there is one. */
#ifndef PIRN_SIGNAL_ELIDED_H
#define PIRN_SIGNAL_ELIDED_H

#include <pirn/io_elided.h>

struct pirn_signal {
    int fd;
    uint64_t before; /* the signals that were blocked */
};

PIRN__ELIDED void pirn_signal_close(pirn_signal *signals)
{
    if (!signals)
        return;
    (void)syscall(SYS_close, signals->fd);
    (void)syscall(SYS_rt_sigprocmask, (long)PIRN__SIG_SETMASK, &signals->before,
                  NULL, (long)sizeof signals->before);
    __builtin_free(signals);
}

PIRN__ELIDED pirn_signal *pirn_signal_open(uint64_t set)
{
    const uint64_t never = PIRN_SIGNAL(9) | PIRN_SIGNAL(19); /* KILL, STOP */
    pirn_signal *signals;
    if (set & never) {
        errno = EINVAL;
        return NULL;
    }
    signals = (pirn_signal *)__builtin_malloc(sizeof *signals);
    if (!signals)
        return NULL;
    (void)syscall(SYS_rt_sigprocmask, (long)PIRN__SIG_BLOCK, &set,
                  &signals->before, (long)sizeof set);
    signals->fd = (int)syscall(SYS_signalfd4, -1L, &set, (long)sizeof set,
                               (long)PIRN__CLOEXEC);
    if (signals->fd >= 0)
        return signals;
    pirn_signal_close(signals);
    return NULL;
}

PIRN__ELIDED int pirn_signal_next(pirn_signal *signals)
{
    uint32_t info[32]; /* a struct signalfd_siginfo: the number is first */
    ssize_t rc = pirn_read(signals->fd, info, sizeof info);
    return rc < 0 ? (int)rc : (int)info[0];
}

PIRN__ELIDED int pirn_signal_try_next(pirn_signal *signals)
{
    struct pirn__pollfd p = {signals->fd, PIRN__IN, 0};
    return pirn__system_poll(&p, 0) > 0 ? pirn_signal_next(signals) : -EAGAIN;
}

PIRN__ELIDED int pirn_signal_fd(const pirn_signal *signals)
{
    return signals->fd;
}

/* Nothing is ever cancelled: the signal does what it does. */
PIRN__ELIDED int pirn_until_signal(uint64_t set, int (*f)(void *arg), void *arg)
{
    (void)set;
    return f(arg);
}

#endif
