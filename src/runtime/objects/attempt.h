/* One attempt of an operation on a descriptor, for the drivers and for io.c. */
#ifndef PIRN_RUNTIME_ATTEMPT_H
#define PIRN_RUNTIME_ATTEMPT_H

#include "runtime/wait/driver.h"

#pragma GCC visibility push(hidden)

/* The operation would have to wait. No system call returns it. */
#define PIRN__WOULD_WAIT ((ssize_t)-4096)

/* In io->state: connect(2) has been begun, and an attempt asks how it went. */
enum { PIRN__IO_CONNECTING = 1 };

/* True for operations that take something from a descriptor, by reading or
 * accepting, false for those that put something into it, and for polls. */
static inline bool pirn__is_reading(const struct pirn__io *io)
{
    const unsigned reading = 1u << PIRN__IO_READ | 1u << PIRN__IO_READV |
                             1u << PIRN__IO_RECV | 1u << PIRN__IO_ACCEPT;
    return reading >> io->kind & 1;
}

/* True of a transfer of nothing, or of more parts than a call may have: it is
 * to be attempted even if others wait for the descriptor. */
bool pirn__is_vain(const struct pirn__io *io);

/* True of an operation that ends with -EAGAIN where others wait: its caller has
 * asked for that, or recv(2) never waits for such data. */
static inline bool pirn__never_waits(const struct pirn__io *io)
{
    if (io->kind == PIRN__IO_RECV)
        return io->flags & (MSG_DONTWAIT | MSG_ERRQUEUE | MSG_OOB);
    return io->kind == PIRN__IO_SEND && (io->flags & MSG_DONTWAIT);
}

/* Attempts io. *manner is 0 for a descriptor that nothing is known of; it
 * remembers how to ask this one for not waiting, and may be of another file.
 * Returns what the operation did, -errno or PIRN__WOULD_WAIT. */
ssize_t pirn__attempt(struct pirn__io *io, uint8_t *manner);

/* Performs io on a file, which is always ready, even if the disk takes its
 * time. -EPERM for operations that files do not have. */
ssize_t pirn__attempt_file(const struct pirn__io *io);

#pragma GCC visibility pop

#endif
