/* sendfile and splice: from one descriptor to another, without a buffer.
 *
 * Neither call can be told not to wait for a descriptor that blocks by itself.
 * So such a one is polled first, and then given no more than "writable"
 * promises room for, as a blocking pipe is (io_transfer.c). */
#include "runtime/objects/io.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

typedef ssize_t system_call(const struct pirn__io *io, size_t size);

/* A socket whose peer is gone raises SIGPIPE, and neither call can be told not
 * to. So the signal is blocked meanwhile, and what the call has raised, perhaps
 * behind a part that was sent, is taken; one that a program has blocked and
 * that is pending stays so. */
static ssize_t call_quietly(const struct pirn__io *io, size_t size,
                            system_call *call)
{
    sigset_t pipe, before, pending;
    struct timespec at_once = {0, 0};
    (void)sigemptyset(&pipe);
    (void)sigemptyset(&pending);
    (void)sigaddset(&pipe, SIGPIPE);
    (void)pthread_sigmask(SIG_BLOCK, &pipe, &before);
    if (sigismember(&before, SIGPIPE))
        (void)sigpending(&pending);
    ssize_t rc = pirn__answer(call(io, size));
    bool may_be_raised = rc == -EPIPE || (rc >= 0 && (size_t)rc < size);
    if (may_be_raised && !sigismember(&pending, SIGPIPE))
        (void)sigtimedwait(&pipe, NULL, &at_once);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return rc;
}

/* Makes the call, which writes to `to`, for as much as that has room for. */
static ssize_t pass_on(const struct pirn__io *io, int to, system_call *call)
{
    struct stat st;
    size_t size = io->between.size < SSIZE_MAX ? io->between.size : SSIZE_MAX;
    int status = fcntl(to, F_GETFL);
    if (status < 0 || fstat(to, &st) < 0)
        return -errno;
    bool is_refused = (status & O_ACCMODE) == O_RDONLY; /* by the call */
    if (!(status & O_NONBLOCK) && !S_ISREG(st.st_mode) && !is_refused) {
        ssize_t ready = pirn__poll_now(to, POLLOUT);
        if (ready < 0)
            return ready;
        size = size < PIPE_BUF ? size : PIPE_BUF;
    }
    return S_ISSOCK(st.st_mode) ? call_quietly(io, size, call)
                                : pirn__answer(call(io, size));
}

/* Without waiting, behind nobody who does. */
static bool is_ahead(const struct pirn__io *io)
{
    return io->between.size == 0 || (unsigned)io->flags & SPLICE_F_NONBLOCK;
}

/* sendfile ----------------------------------------------------------------- */

static ssize_t send_file(const struct pirn__io *io, size_t size)
{
    return PIRN__SYSTEM(
        SENDFILE, sendfile(io->fd, io->between.other, io->between.from, size));
}

static ssize_t attempt_sendfile(struct pirn__io *io, uint8_t *manner)
{
    (void)manner;
    return pass_on(io, io->fd, send_file);
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
enum { OTHER_END = -4097 }; /* a result: it is the other end to wait for */

static int from_of(const struct pirn__io *io)
{
    return io->between.is_reading ? io->fd : io->between.other;
}

static int to_of(const struct pirn__io *io)
{
    return io->between.is_reading ? io->between.other : io->fd;
}

static ssize_t splice_both(const struct pirn__io *io, size_t size)
{
    unsigned flags = (unsigned)io->flags | SPLICE_F_NONBLOCK;
    flags &= ~(unsigned)(PIRN__SPLICE_KNOWN | PIRN__SPLICE_TO_SOCKET);
    return PIRN__SYSTEM(SPLICE, splice(from_of(io), io->between.from, to_of(io),
                                       io->between.to, size, flags));
}

static ssize_t splice_now(const struct pirn__io *io)
{
    if (io->flags & PIRN__SPLICE_TO_SOCKET)
        return call_quietly(io, io->between.size, splice_both);
    if (io->flags & PIRN__SPLICE_KNOWN)
        return pirn__answer(splice_both(io, io->between.size));
    ssize_t rc = pirn__poll_blocking(from_of(io), POLLIN);
    return rc < 0 ? rc : pass_on(io, to_of(io), splice_both);
}

/* True if urgent data come next, which splice(2) does not pass as read(2) does:
 * it tells of the end, or that it would have to wait, whatever is behind. */
static bool is_at_mark(int fd)
{
    int saved = errno, is_at = 0;
    bool is_known = ioctl(fd, SIOCATMARK, &is_at) == 0;
    errno = saved;
    return is_known && is_at;
}

/* It would have to wait, for one of the two ends, or for ever, as both are
 * ready. */
static ssize_t end_to_wait_for(const struct pirn__io *io)
{
    ssize_t rc;
    if ((unsigned)io->flags & SPLICE_F_NONBLOCK)
        return -EAGAIN;
    rc = pirn__poll_now(io->fd, pirn__events_of(io));
    if (rc < 0)
        return rc;
    return !io->between.is_reading && is_at_mark(from_of(io)) ? -EAGAIN
                                                              : OTHER_END;
}

static ssize_t attempt_splice(struct pirn__io *io, uint8_t *manner)
{
    ssize_t rc = splice_now(io);
    (void)manner;
    if (rc == 0 && io->between.size > 0 && is_at_mark(from_of(io)))
        return -EAGAIN;
    return rc == PIRN__WOULD_WAIT ? end_to_wait_for(io) : rc;
}

static const struct pirn__io_kind SPLICE_READS, SPLICE_WRITES;

static bool change_ends(struct pirn__io *io)
{
    int fd = io->fd;
    if (io->result != OTHER_END)
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
