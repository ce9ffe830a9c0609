/* Operations that do not wait: each is a system call that either does it at
 * once or says that it would have to wait.
 *
 * Descriptors may be blocking and shared with other processes, so O_NONBLOCK
 * is neither relied on nor set. An attempt asks for not waiting per call, where
 * there is a way to; else it polls first. */
#include "runtime/objects/attempt.h"

#include <fcntl.h>

ssize_t pirn__poll_now(int fd, int events)
{
    struct pollfd p = {.fd = fd, .events = (short)events};
    if (PIRN__SYSTEM(POLL, poll(&p, 1, 0)) < 0)
        return -errno;
    if (p.revents & POLLNVAL)
        return -EBADF;
    return p.revents ? p.revents : PIRN__WOULD_WAIT;
}

ssize_t pirn__poll_blocking(int fd, int events)
{
    int status = fcntl(fd, F_GETFL);
    if (status < 0)
        return -errno;
    /* Of an end of a pipe that is only written to, the call tells at once. */
    if (status & O_NONBLOCK || (status & O_ACCMODE) == O_WRONLY)
        return 0;
    ssize_t rc = pirn__poll_now(fd, events);
    return rc < 0 ? rc : 0;
}

ssize_t pirn__attempt_file(const struct pirn__io *io)
{
    int saved = errno;
    ssize_t rc;
    if (!io->kind->attempt_file)
        return -EPERM;
    do
        rc = io->kind->attempt_file(io);
    while (rc == -EINTR);
    errno = saved;
    return rc;
}
