/* One attempt of an operation on a descriptor, for the drivers and for the
 * files of the operations. */
#ifndef PIRN_RUNTIME_ATTEMPT_H
#define PIRN_RUNTIME_ATTEMPT_H

#include "runtime/base/fault.h"
#include "runtime/wait/driver.h"

#include <errno.h>
#include <poll.h>

#pragma GCC visibility push(hidden)

/* Attempts io. *manner is that of its descriptor, and may be of another file.
 * Returns what the operation did, -errno or PIRN__WOULD_WAIT. */
static inline ssize_t pirn__attempt(struct pirn__io *io, uint8_t *manner)
{
    int *error = &errno, saved = *error;
    ssize_t rc;
    do
        rc = io->kind->attempt(io, manner);
    while (__builtin_expect(rc == -EINTR, 0));
    *error = saved;
    return rc;
}

/* Performs io on a file. -EPERM for operations that files do not have. */
ssize_t pirn__attempt_file(const struct pirn__io *io);

static inline bool pirn__is_ahead(const struct pirn__io *io)
{
    return io->kind->is_ahead && io->kind->is_ahead(io);
}

/* What io waits for, as of poll(2). */
static inline short pirn__events_of(const struct pirn__io *io)
{
    if (io->kind->side == PIRN__IO_POLLERS)
        return io->events;
    return io->kind->side == PIRN__IO_READERS ? POLLIN : POLLOUT;
}

/* For those attempts ------------------------------------------------------- */

/* What a system call said. */
static inline ssize_t pirn__answer(ssize_t rc)
{
    if (rc >= 0)
        return rc;
    return errno == EAGAIN ? PIRN__WOULD_WAIT : -errno;
}

/* Those of events that are there, or -errno, or PIRN__WOULD_WAIT. */
ssize_t pirn__poll_now(int fd, int events);

/* 0 if fd does not block by itself; else what pirn__poll_now says of it, if
 * that is no event: a call that knows no other way not to wait is made only
 * behind it. */
ssize_t pirn__poll_blocking(int fd, int events);

#pragma GCC visibility pop

#endif
