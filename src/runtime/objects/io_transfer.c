/* read, write, readv, writev and pirn_write_all: transfers that know nothing of
 * what they are made on.
 *
 * Sockets are asked for not waiting by MSG_DONTWAIT, most others by RWF_NOWAIT;
 * what knows neither is polled first. A writer always begins with the first of
 * these, since a socket takes the second, too, but then raises SIGPIPE. What is
 * remembered of a descriptor is of its number, which may be that of another
 * file by now: it only says what to try first where each does the same. */
#include "runtime/objects/io.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

/* How to ask a descriptor for not waiting when it is read from: by MSG_DONTWAIT
 * first, or by RWF_NOWAIT. */
enum manner { MANNER_SOCKET, MANNER_NOWAIT };

/* The functions below are compiled for each of the four calls: these say for
 * which. */
#define EACH_CALL static inline __attribute__((always_inline))
enum form { BUFFER, VECTOR };

static bool is_reading(const struct pirn__io *io)
{
    return io->kind->side == PIRN__IO_READERS;
}

/* The data of a transfer as a vector; one holds it, if it is not one yet. */
static struct msghdr message_of(const struct pirn__io *io, enum form form,
                                struct iovec *one)
{
    struct msghdr m = {.msg_iov = one, .msg_iovlen = 1};
    if (form == VECTOR) {
        m.msg_iov = (struct iovec *)io->vector.parts;
        m.msg_iovlen = (size_t)io->vector.count;
    } else {
        one->iov_base = io->buffer.data;
        one->iov_len = io->buffer.size;
    }
    return m;
}

EACH_CALL ssize_t by_socket(const struct pirn__io *io, enum pirn__io_side side,
                            enum form form)
{
    struct iovec one;
    struct msghdr m;
    bool reads = side == PIRN__IO_READERS;
    if (form == BUFFER && reads)
        return PIRN__SYSTEM(
            RECV, recv(io->fd, io->buffer.data, io->buffer.size, MSG_DONTWAIT));
    if (form == BUFFER)
        return PIRN__SYSTEM(SEND, send(io->fd, io->buffer.data, io->buffer.size,
                                       MSG_DONTWAIT | MSG_NOSIGNAL));
    m = message_of(io, form, &one);
    if (reads)
        return PIRN__SYSTEM(RECV, recvmsg(io->fd, &m, MSG_DONTWAIT));
    return PIRN__SYSTEM(SEND, sendmsg(io->fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL));
}

/* The call as it is, or with flags of preadv2(2). */
static ssize_t by_vector(const struct pirn__io *io, enum form form, int flags)
{
    struct iovec one;
    struct msghdr m = message_of(io, form, &one);
    int count = (int)m.msg_iovlen;
    if (is_reading(io))
        return PIRN__SYSTEM(READ, preadv2(io->fd, m.msg_iov, count, -1, flags));
    return PIRN__SYSTEM(WRITE, pwritev2(io->fd, m.msg_iov, count, -1, flags));
}

/* "Writable" promises room for PIPE_BUF bytes: a blocking pipe must not be
 * given more. Files take any number. */
static ssize_t write_a_little(const struct pirn__io *io, enum form form)
{
    struct stat st;
    struct iovec one;
    struct msghdr m = message_of(io, form, &one);
    if (fstat(io->fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISBLK(st.st_mode)))
        return by_vector(io, form, 0);
    while (m.msg_iovlen > 1 && m.msg_iov->iov_len == 0) {
        m.msg_iov++;
        m.msg_iovlen--;
    }
    if (m.msg_iovlen < 1 || m.msg_iovlen > IOV_MAX)
        return by_vector(io, form, 0);
    one = *m.msg_iov;
    return PIRN__SYSTEM(WRITE,
                        write(io->fd, one.iov_base,
                              one.iov_len < PIPE_BUF ? one.iov_len : PIPE_BUF));
}

static ssize_t by_poll(const struct pirn__io *io, enum form form)
{
    bool reads = is_reading(io);
    ssize_t ready = pirn__poll_now(io->fd, reads ? POLLIN : POLLOUT);
    if (ready < 0)
        return ready;
    return pirn__answer(reads ? by_vector(io, form, 0)
                              : write_a_little(io, form));
}

/* Transfers of nothing do not wait, whatever there is, and take nothing. But a
 * message of no bytes is sent by write(2), though not by writev(2); and what
 * has a driver of its own, like inotify, may wait even then. */
static bool is_vain_buffer(const struct pirn__io *io)
{
    return io->buffer.size == 0;
}

/* True also of more parts than a call may have, which only readv(2) refuses
 * rightly. */
static bool is_vain_vector(const struct pirn__io *io)
{
    uint64_t size = 0;
    if (!io->vector.parts)
        return false;
    if (io->vector.count > IOV_MAX)
        return true;
    for (int i = 0; i < io->vector.count && size == 0; i++)
        size = io->vector.parts[i].iov_len;
    return size == 0;
}

static ssize_t read_nothing(const struct pirn__io *io)
{
    struct stat st;
    if (fstat(io->fd, &st) < 0)
        return -errno;
    if (S_ISSOCK(st.st_mode))
        return 0;
    if (st.st_mode & S_IFMT)
        return pirn__answer(
            PIRN__SYSTEM(READ, read(io->fd, io->buffer.data, 0)));
    return by_poll(io, BUFFER);
}

static ssize_t write_nothing(const struct pirn__io *io)
{
    ssize_t rc = by_socket(io, PIRN__IO_WRITERS, BUFFER);
    if (rc < 0 && errno == ENOTSOCK)
        rc = PIRN__SYSTEM(WRITE, write(io->fd, io->buffer.data, 0));
    return pirn__answer(rc);
}

EACH_CALL ssize_t attempt(struct pirn__io *io, uint8_t *manner,
                          enum pirn__io_side side, enum form form)
{
    bool begins_as_socket =
        *manner == MANNER_SOCKET || side == PIRN__IO_WRITERS;
    ssize_t rc;
    if (begins_as_socket) {
        rc = by_socket(io, side, form);
        if (rc >= 0 || errno != ENOTSOCK)
            return pirn__answer(rc);
        *manner = MANNER_NOWAIT;
    }
    rc = by_vector(io, form, RWF_NOWAIT);
    if (rc >= 0 || errno != EOPNOTSUPP)
        return pirn__answer(rc);
    /* Older kernels say that of sockets, too. */
    if (!begins_as_socket) {
        rc = by_socket(io, side, form);
        if (rc >= 0 || errno != ENOTSOCK)
            return pirn__answer(rc);
    }
    return by_poll(io, form);
}

static ssize_t file_answer(ssize_t rc)
{
    return rc < 0 ? -errno : rc;
}

static ssize_t file_buffer(const struct pirn__io *io)
{
    return file_answer(by_vector(io, BUFFER, 0));
}

static ssize_t file_vector(const struct pirn__io *io)
{
    return file_answer(by_vector(io, VECTOR, 0));
}

/* The calls ---------------------------------------------------------------- */

static ssize_t attempt_read(struct pirn__io *io, uint8_t *manner)
{
    if (pirn__unlikely(io->buffer.size == 0))
        return read_nothing(io);
    return attempt(io, manner, PIRN__IO_READERS, BUFFER);
}

const struct pirn__io_kind pirn__io_read = {
    .name = "pirn_read",
    .awaits = "something to read",
    .side = PIRN__IO_READERS,
    .attempt = attempt_read,
    .attempt_file = file_buffer,
    .is_ahead = is_vain_buffer,
    .empties = true,
};

PIRN__OPERATION(ssize_t, pirn_read, (int, fd), (void *, buf), (size_t, n))
{
    io->kind = &pirn__io_read;
    io->fd = fd;
    io->flags = 0;
    io->buffer.data = buf;
    io->buffer.size = n;
}

static ssize_t attempt_write(struct pirn__io *io, uint8_t *manner)
{
    if (pirn__unlikely(io->buffer.size == 0))
        return write_nothing(io);
    return attempt(io, manner, PIRN__IO_WRITERS, BUFFER);
}

const struct pirn__io_kind pirn__io_write = {
    .name = "pirn_write",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_write,
    .attempt_file = file_buffer,
    .is_ahead = is_vain_buffer,
};

PIRN__OPERATION(ssize_t, pirn_write, (int, fd), (const void *, buf),
                (size_t, n))
{
    io->kind = &pirn__io_write;
    io->fd = fd;
    io->buffer.data = (void *)(uintptr_t)buf;
    io->buffer.size = n;
}

static ssize_t attempt_readv(struct pirn__io *io, uint8_t *manner)
{
    if (pirn__unlikely(is_vain_vector(io)))
        return pirn__answer(by_vector(io, VECTOR, 0));
    return attempt(io, manner, PIRN__IO_READERS, VECTOR);
}

static const struct pirn__io_kind READV = {
    .name = "pirn_readv",
    .awaits = "something to read",
    .side = PIRN__IO_READERS,
    .attempt = attempt_readv,
    .attempt_file = file_vector,
    .is_ahead = is_vain_vector,
};

PIRN__OPERATION(ssize_t, pirn_readv, (int, fd), (const struct iovec *, parts),
                (int, count))
{
    io->kind = &READV;
    io->fd = fd;
    io->vector.parts = parts;
    io->vector.count = count;
}

static ssize_t attempt_writev(struct pirn__io *io, uint8_t *manner)
{
    if (pirn__unlikely(is_vain_vector(io)))
        return pirn__answer(by_vector(io, VECTOR, 0));
    return attempt(io, manner, PIRN__IO_WRITERS, VECTOR);
}

const struct pirn__io_kind pirn__io_writev = {
    .name = "pirn_writev",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_writev,
    .attempt_file = file_vector,
    .is_ahead = is_vain_vector,
};

PIRN__OPERATION(ssize_t, pirn_writev, (int, fd), (const struct iovec *, parts),
                (int, count))
{
    io->kind = &pirn__io_writev;
    io->fd = fd;
    io->vector.parts = parts;
    io->vector.count = count;
}

/* pirn_write_all ----------------------------------------------------------- */

/* Takes account of a part that was written. True if more has to follow. */
static bool advance(struct pirn__io *io)
{
    ssize_t n = io->result;
    if (n < 0)
        return false;
    io->buffer.moved += (size_t)n;
    if (io->buffer.progress)
        *io->buffer.progress = io->buffer.moved;
    io->buffer.data = (char *)io->buffer.data + n;
    io->buffer.size -= (size_t)n;
    io->result = n > 0 || io->buffer.size == 0 ? 0 : -EIO;
    return n > 0 && io->buffer.size > 0;
}

static const struct pirn__io_kind WRITE_ALL = {
    .name = "pirn_write_all",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_write,
    .attempt_file = file_buffer,
    .then = advance,
};

static const struct pirn__io_kind WRITE_NOTHING = {
    .name = "pirn_write_all",
    .side = PIRN__IO_WRITERS,
    .is_nothing = true,
};

PIRN__OPERATION(int, pirn_write_all, (int, fd), (const void *, buf),
                (size_t, n), (size_t *, done))
{
    size_t moved = done ? *done : 0;
    io->kind = n > moved ? &WRITE_ALL : &WRITE_NOTHING;
    io->fd = fd;
    io->buffer.moved = moved;
    io->buffer.progress = done;
    io->buffer.data = (char *)(uintptr_t)buf + moved;
    io->buffer.size = n - moved;
}
