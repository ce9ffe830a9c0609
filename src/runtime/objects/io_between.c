/* sendfile and splice: from one descriptor to another, without a buffer.
 *
 * Neither call can be told not to wait for a descriptor that blocks by itself.
 * So such a one is polled first, and then given no more than "writable"
 * promises room for, as a blocking pipe is (io_transfer.c). */
#include "runtime/objects/io.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

/* At most so much for fd, which is written to; or -errno, PIRN__WOULD_WAIT. */
static ssize_t room_for(int fd, size_t size)
{
    struct stat st;
    int status = fcntl(fd, F_GETFL);
    if (status < 0 || fstat(fd, &st) < 0)
        return -errno;
    bool is_refused = (status & O_ACCMODE) == O_RDONLY; /* by the call */
    if (status & O_NONBLOCK || S_ISREG(st.st_mode) || is_refused)
        return size < SSIZE_MAX ? (ssize_t)size : SSIZE_MAX;
    ssize_t ready = pirn__poll_now(fd, POLLOUT);
    if (ready < 0)
        return ready;
    return size < PIPE_BUF ? (ssize_t)size : PIPE_BUF;
}

/* Without waiting, behind nobody who does. */
static bool is_ahead(const struct pirn__io *io)
{
    return io->between.size == 0 || (unsigned)io->flags & SPLICE_F_NONBLOCK;
}

/* sendfile ----------------------------------------------------------------- */

static ssize_t attempt_sendfile(struct pirn__io *io, uint8_t *manner)
{
    ssize_t size = room_for(io->fd, io->between.size);
    (void)manner;
    if (size < 0)
        return size;
    return pirn__answer(
        PIRN__SYSTEM(SENDFILE, sendfile(io->fd, io->between.other,
                                        io->between.from, (size_t)size)));
}

static const struct pirn__io_kind SENDFILE = {
    .name = "pirn_sendfile",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_sendfile,
    .is_ahead = is_ahead,
};

PIRN__OPERATION(ssize_t, pirn_sendfile, (int, fd), (int, file),
                (int64_t *, offset), (size_t, n))
{
    io->kind = &SENDFILE;
    io->fd = fd;
    io->flags = 0;
    io->between.other = file;
    io->between.from = offset;
    io->between.size = n;
}

/* splice ------------------------------------------------------------------- */

/* It may have to wait for either end, and says not for which. It waits for what
 * it reads from first; where that is ready, for the other end. */

static ssize_t splice_now(const struct pirn__io *io)
{
    bool is_reading = io->between.is_reading;
    int from = is_reading ? io->fd : io->between.other;
    int to = is_reading ? io->between.other : io->fd;
    ssize_t rc = pirn__poll_blocking(from, POLLIN);
    if (rc < 0)
        return rc;
    rc = room_for(to, io->between.size);
    if (rc < 0)
        return rc;
    return pirn__answer(PIRN__SYSTEM(
        SPLICE, splice(from, io->between.from, to, io->between.to, (size_t)rc,
                       (unsigned)io->flags | SPLICE_F_NONBLOCK)));
}

/* -EAGAIN: it is the other end that is not ready. */
static ssize_t attempt_splice(struct pirn__io *io, uint8_t *manner)
{
    ssize_t rc = splice_now(io);
    (void)manner;
    if (rc != PIRN__WOULD_WAIT)
        return rc;
    if ((unsigned)io->flags & SPLICE_F_NONBLOCK)
        return -EAGAIN;
    rc = pirn__poll_now(io->fd, pirn__events_of(io));
    return rc >= 0 ? -EAGAIN : rc;
}

static const struct pirn__io_kind SPLICE_READS, SPLICE_WRITES;

/* With SPLICE_F_NONBLOCK it does not wait. */
static bool change_ends(struct pirn__io *io)
{
    int fd = io->fd;
    if (io->result != -EAGAIN || (unsigned)io->flags & SPLICE_F_NONBLOCK)
        return false;
    io->fd = io->between.other;
    io->between.other = fd;
    io->between.is_reading = !io->between.is_reading;
    io->kind = io->between.is_reading ? &SPLICE_READS : &SPLICE_WRITES;
    return true;
}

static const struct pirn__io_kind SPLICE_READS = {
    .name = "pirn_splice",
    .awaits = "something to read",
    .side = PIRN__IO_READERS,
    .attempt = attempt_splice,
    .is_ahead = is_ahead,
    .then = change_ends,
};

static const struct pirn__io_kind SPLICE_WRITES = {
    .name = "pirn_splice",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_splice,
    .is_ahead = is_ahead,
    .then = change_ends,
};

PIRN__OPERATION(ssize_t, pirn_splice, (int, from), (int64_t *, from_offset),
                (int, to), (int64_t *, to_offset), (size_t, n),
                (unsigned, flags))
{
    io->kind = &SPLICE_READS;
    io->fd = from;
    io->flags = (int)flags;
    io->between.other = to;
    io->between.is_reading = true;
    io->between.from = from_offset;
    io->between.to = to_offset;
    io->between.size = n;
}
