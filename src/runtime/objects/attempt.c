/* Operations that do not wait: each is a system call that either does it at
 * once or says that it would have to wait.
 *
 * Descriptors may be blocking and shared with other processes, so O_NONBLOCK
 * is neither relied on nor set. An attempt asks for not waiting per call:
 * MSG_DONTWAIT, else RWF_NOWAIT, else poll(2) first. A writer always begins
 * with the first of these, since a socket takes the others, too, but then
 * raises SIGPIPE. What is remembered of a descriptor is of its number, which
 * may be that of another file by now: it only says what to try first where
 * each of them does the same. */
#include "runtime/objects/attempt.h"
#include "runtime/base/fault.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

/* How to ask a descriptor for not waiting when it is read from: by MSG_DONTWAIT
 * first, or by RWF_NOWAIT. */
enum manner { MANNER_SOCKET, MANNER_NOWAIT };

/* What a system call said. */
static ssize_t answer(ssize_t rc)
{
    if (rc >= 0)
        return rc;
    return errno == EAGAIN ? PIRN__WOULD_WAIT : -errno;
}

/* Those of events that are there, or -errno, or PIRN__WOULD_WAIT. */
static ssize_t poll_now(int fd, int events)
{
    struct pollfd p = {.fd = fd, .events = (short)events};
    if (PIRN__SYSTEM(POLL, poll(&p, 1, 0)) < 0)
        return -errno;
    if (p.revents & POLLNVAL)
        return -EBADF;
    return p.revents ? p.revents : PIRN__WOULD_WAIT;
}

/* read, write, readv, writev ----------------------------------------------- */

/* The data of a transfer as a vector; one holds it, if it is not one yet. */
static struct msghdr message_of(const struct pirn__io *io, struct iovec *one)
{
    struct msghdr m = {.msg_iov = one, .msg_iovlen = 1};
    if (io->kind == PIRN__IO_READV || io->kind == PIRN__IO_WRITEV) {
        m.msg_iov = (struct iovec *)io->vector.parts;
        m.msg_iovlen = (size_t)io->vector.count;
    } else {
        one->iov_base = io->buffer.data;
        one->iov_len = io->buffer.size;
    }
    return m;
}

static ssize_t by_socket(const struct pirn__io *io)
{
    struct iovec one;
    struct msghdr m;
    if (io->kind == PIRN__IO_READ)
        return PIRN__SYSTEM(
            RECV, recv(io->fd, io->buffer.data, io->buffer.size, MSG_DONTWAIT));
    if (io->kind == PIRN__IO_WRITE)
        return PIRN__SYSTEM(SEND, send(io->fd, io->buffer.data, io->buffer.size,
                                       MSG_DONTWAIT | MSG_NOSIGNAL));
    m = message_of(io, &one);
    if (io->kind == PIRN__IO_READV)
        return PIRN__SYSTEM(RECV, recvmsg(io->fd, &m, MSG_DONTWAIT));
    return PIRN__SYSTEM(SEND, sendmsg(io->fd, &m, MSG_DONTWAIT | MSG_NOSIGNAL));
}

/* The call as it is, or with flags of preadv2(2). */
static ssize_t by_vector(const struct pirn__io *io, int flags)
{
    struct iovec one;
    struct msghdr m = message_of(io, &one);
    int count = (int)m.msg_iovlen;
    if (pirn__is_reading(io))
        return PIRN__SYSTEM(READ, preadv2(io->fd, m.msg_iov, count, -1, flags));
    return PIRN__SYSTEM(WRITE, pwritev2(io->fd, m.msg_iov, count, -1, flags));
}

/* "Writable" promises room for PIPE_BUF bytes: a blocking pipe must not be
 * given more. Files take any number. */
static ssize_t write_a_little(const struct pirn__io *io)
{
    struct stat st;
    struct iovec one;
    struct msghdr m = message_of(io, &one);
    if (fstat(io->fd, &st) == 0 && (S_ISREG(st.st_mode) || S_ISBLK(st.st_mode)))
        return by_vector(io, 0);
    while (m.msg_iovlen > 1 && m.msg_iov->iov_len == 0) {
        m.msg_iov++;
        m.msg_iovlen--;
    }
    if (m.msg_iovlen < 1 || m.msg_iovlen > IOV_MAX)
        return by_vector(io, 0);
    one = *m.msg_iov;
    return PIRN__SYSTEM(WRITE,
                        write(io->fd, one.iov_base,
                              one.iov_len < PIPE_BUF ? one.iov_len : PIPE_BUF));
}

static ssize_t by_poll(const struct pirn__io *io)
{
    bool reads = pirn__is_reading(io);
    ssize_t ready = poll_now(io->fd, reads ? POLLIN : POLLOUT);
    if (ready < 0)
        return ready;
    return answer(reads ? by_vector(io, 0) : write_a_little(io));
}

/* Transfers of nothing do not wait, whatever there is, and take nothing. But a
 * message of no bytes is sent by write(2), though not by writev(2); and what
 * has a driver of its own, like inotify, may wait even then. */
bool pirn__is_vain(const struct pirn__io *io)
{
    uint64_t size = 0;
    if (io->kind == PIRN__IO_READ || io->kind == PIRN__IO_WRITE)
        return io->buffer.size == 0;
    if (io->kind > PIRN__IO_WRITEV || !io->vector.parts)
        return false;
    if (io->vector.count > IOV_MAX) /* which only readv(2) refuses rightly */
        return true;
    for (int i = 0; i < io->vector.count && size == 0; i++)
        size = io->vector.parts[i].iov_len;
    return size == 0;
}

static ssize_t attempt_vain(const struct pirn__io *io)
{
    struct stat st;
    if (io->kind == PIRN__IO_WRITE) {
        ssize_t rc = by_socket(io);
        if (rc < 0 && errno == ENOTSOCK)
            rc = PIRN__SYSTEM(WRITE, write(io->fd, io->buffer.data, 0));
        return answer(rc);
    }
    if (io->kind != PIRN__IO_READ)
        return answer(by_vector(io, 0));
    if (fstat(io->fd, &st) < 0)
        return -errno;
    if (S_ISSOCK(st.st_mode))
        return 0;
    if (st.st_mode & S_IFMT)
        return answer(PIRN__SYSTEM(READ, read(io->fd, io->buffer.data, 0)));
    return by_poll(io);
}

static ssize_t attempt_transfer(const struct pirn__io *io, uint8_t *manner)
{
    bool begins_as_socket = *manner == MANNER_SOCKET || !pirn__is_reading(io);
    ssize_t rc;
    if (__builtin_expect(pirn__is_vain(io), 0))
        return attempt_vain(io);
    if (begins_as_socket) {
        rc = by_socket(io);
        if (rc >= 0 || errno != ENOTSOCK)
            return answer(rc);
        *manner = MANNER_NOWAIT;
    }
    rc = by_vector(io, RWF_NOWAIT);
    if (rc >= 0 || errno != EOPNOTSUPP)
        return answer(rc);
    /* Older kernels say that of sockets, too. */
    if (!begins_as_socket) {
        rc = by_socket(io);
        if (rc >= 0 || errno != ENOTSOCK)
            return answer(rc);
    }
    return by_poll(io);
}

/* The others --------------------------------------------------------------- */

/* MSG_WAITALL is for io.c to see to; what comes here cannot be. */
static ssize_t attempt_socket(const struct pirn__io *io)
{
    int flags = io->flags | MSG_DONTWAIT;
    if (io->kind == PIRN__IO_RECV && (flags & MSG_WAITALL))
        return -EOPNOTSUPP;
    void *data = io->buffer.data;
    size_t size = io->buffer.size;
    ssize_t rc = io->kind == PIRN__IO_RECV
                     ? PIRN__SYSTEM(RECV, recv(io->fd, data, size, flags))
                     : PIRN__SYSTEM(SEND, send(io->fd, data, size,
                                               flags | MSG_NOSIGNAL));
    if (rc < 0 && errno == EAGAIN && pirn__never_waits(io))
        return -EAGAIN;
    return answer(rc);
}

/* There is no accept(2) that does not wait on a blocking listener, so that
 * one is polled first. Connections that died in the queue are passed over. */
static ssize_t attempt_accept(const struct pirn__io *io)
{
    int status = fcntl(io->fd, F_GETFL), fd;
    if (status < 0)
        return -errno;
    do {
        ssize_t ready = status & O_NONBLOCK ? 0 : poll_now(io->fd, POLLIN);
        if (ready < 0)
            return ready;
        fd = PIRN__SYSTEM(ACCEPT, accept4(io->fd, io->peer.address,
                                          io->peer.length, io->flags));
    } while (fd < 0 && (errno == ECONNABORTED || errno == EPROTO));
    return answer(fd);
}

/* connect(2) on a socket that is connecting tells how that goes. A blocking
 * socket has O_NONBLOCK for the one call: nobody can be using it yet. EAGAIN
 * here is an error like others: the queue is full, no port is left. */
static ssize_t attempt_connect(struct pirn__io *io)
{
    bool begun = io->state & PIRN__IO_CONNECTING;
    int status = fcntl(io->fd, F_GETFL), rc;
    if (status < 0)
        return -errno;
    if (!(status & O_NONBLOCK))
        (void)fcntl(io->fd, F_SETFL, status | O_NONBLOCK);
    rc = PIRN__SYSTEM(CONNECT,
                      connect(io->fd, io->address.address, io->address.length));
    rc = rc < 0 ? -errno : 0;
    if (!(status & O_NONBLOCK))
        (void)fcntl(io->fd, F_SETFL, status);
    if (rc == (begun ? -EALREADY : -EINPROGRESS)) {
        io->state |= PIRN__IO_CONNECTING;
        return PIRN__WOULD_WAIT;
    }
    return begun && rc == -EISCONN ? 0 : rc;
}

static ssize_t attempt_once(struct pirn__io *io, uint8_t *manner)
{
    switch ((enum pirn__io_kind)io->kind) {
    case PIRN__IO_READ:
    case PIRN__IO_WRITE:
    case PIRN__IO_READV:
    case PIRN__IO_WRITEV:
        return attempt_transfer(io, manner);
    case PIRN__IO_RECV:
    case PIRN__IO_SEND:
        return attempt_socket(io);
    case PIRN__IO_ACCEPT:
        return attempt_accept(io);
    case PIRN__IO_CONNECT:
        return attempt_connect(io);
    case PIRN__IO_POLL:
        break;
    }
    return poll_now(io->fd, io->events);
}

ssize_t pirn__attempt(struct pirn__io *io, uint8_t *manner)
{
    int saved = errno;
    ssize_t rc;
    do
        rc = attempt_once(io, manner);
    while (rc == -EINTR);
    errno = saved;
    return rc;
}

ssize_t pirn__attempt_file(const struct pirn__io *io)
{
    int saved = errno;
    ssize_t rc;
    if (io->kind > PIRN__IO_WRITEV)
        return -EPERM;
    while ((rc = by_vector(io, 0)) < 0 && errno == EINTR)
        ;
    rc = rc < 0 ? -errno : rc;
    errno = saved;
    return rc;
}
