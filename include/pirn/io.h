/* Input and output on descriptors: POSIX's calls, as coroutines.
 *
 * Any descriptor will do. Sockets, pipes, terminals, eventfd, signalfd and
 * their like are waited for; ordinary files are always ready, and the calls
 * are simply made. Flags of descriptors are neither relied on nor changed:
 * a blocking standard input, shared with other processes, is waited for like
 * any other. (Between the check and the call another process may take what
 * there was; only where the kernel knows no other way does the call wait
 * then.)
 *
 * Those who read one descriptor are served in order, and so are those who
 * write; a reader and a writer do not disturb each other.
 *
 * A socket whose peer is gone gives -EPIPE and never raises SIGPIPE; a pipe
 * does, as ever.
 *
 * Besides what is named below, each returns -errno of the call it is named
 * after, and never -EAGAIN or -EINTR; and -EBADF if the descriptor is closed
 * with pirn_close meanwhile. With -ECANCELED nothing was read, written or
 * accepted. Buffers belong to the operation until it has returned. */
#ifndef PIRN_IO_H
#define PIRN_IO_H

#include <poll.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

#ifdef __PIRN__

/* Nothing to transfer (no bytes, or parts without any) is what it is to the
 * call named: pirn_read, pirn_readv and pirn_writev of nothing return 0 at
 * once, take nothing and send nothing; pirn_write does too, but sends a message
 * of no bytes where messages are sent; pirn_recv waits for what there is to
 * receive, and takes a whole message. More parts than IOV_MAX: -EINVAL. */

/* Reads at most n bytes, whatever there is first.
 * Suspends: while there is nothing to read.
 * Returns:  the number of bytes; 0 at the end; -errno; -ECANCELED. */
PIRN_ASYNC ssize_t pirn_read(int fd, void *buf, size_t n);
PIRN_ASYNC ssize_t pirn_readv(int fd, const struct iovec *parts, int count);

/* Writes at most n bytes, as many as there is room for.
 * Suspends: while there is no room at all.
 * Returns:  the number of bytes; -errno; -ECANCELED. */
PIRN_ASYNC ssize_t pirn_write(int fd, const void *buf, size_t n);
PIRN_ASYNC ssize_t pirn_writev(int fd, const struct iovec *parts, int count);

/* Writes buf from *done to n, in as many calls as that takes, and advances
 * *done with each; if nothing is left to write, it makes no call. After a
 * failure, which may be a cancellation, *done tells how far the writing came,
 * and a call with the same arguments goes on there. done may be NULL: the
 * writing begins at 0, and its progress is not told.
 * Suspends: while there is no room.
 * Returns:  0: *done is n; -errno; -ECANCELED. */
PIRN_ASYNC int pirn_write_all(int fd, const void *buf, size_t n, size_t *done);

/* As recv(2) and send(2): flags are theirs. With MSG_DONTWAIT they do not
 * wait and may return -EAGAIN, nor does pirn_recv with MSG_ERRQUEUE or MSG_OOB.
 * With MSG_WAITALL pirn_recv on a stream waits until it has n bytes; it returns
 * less at the end of the stream, and when it fails or is cancelled behind the
 * first of them. (MSG_WAITALL with MSG_PEEK is refused, with -EOPNOTSUPP: so
 * much cannot be waited for and left there.) pirn_send sends as many bytes as
 * there is room for, as on a non-blocking socket.
 * Suspends: while there is nothing to read, no room at all.
 * Returns:  the number of bytes; -errno; -ECANCELED. */
PIRN_ASYNC ssize_t pirn_recv(int fd, void *buf, size_t n, int flags);
PIRN_ASYNC ssize_t pirn_send(int fd, const void *buf, size_t n, int flags);

/* Accepts a connection on the listening socket fd. What it returns is closed
 * on exec and non-blocking. peer and length are as of accept(2), or NULL.
 * Connections that were given up before are passed over. After -EMFILE the
 * connection is still in the queue: close something, or wait a little.
 * Suspends: while there is no connection.
 * Returns:  the new descriptor; -errno; -ECANCELED: none was accepted. */
PIRN_ASYNC int pirn_accept(int fd, struct sockaddr *peer, socklen_t *length);
/* With the place that PIRN_DEBUG=1 tells, if what it returns is left open. */
#ifndef __PIRN_CHECK__
#define pirn_accept(...) pirn__accept(__VA_ARGS__, PIRN__PLACE)
#endif
PIRN_ASYNC int pirn__accept(int fd, struct sockaddr *peer, socklen_t *length,
                            const char *place);

/* Connects the socket fd. After a failure - a cancellation too - the socket
 * is of no more use and wants to be closed. -EAGAIN: the queue of a Unix
 * socket's listener is full.
 * Suspends: while the connection is being made.
 * Returns:  0; -errno; -ECANCELED. */
PIRN_ASYNC int pirn_connect(int fd, const struct sockaddr *address,
                            socklen_t length);

/* Waits until one of events (POLLIN, POLLOUT, ... of poll(2)) is there. For
 * libraries that do their own input and output.
 * Suspends: while none of events is there.
 * Returns:  those of events, POLLERR and POLLHUP that are there; -EPERM: fd
 *           is a file, for which they never come; -errno; -ECANCELED. */
PIRN_ASYNC int pirn_poll(int fd, int events);

/* Closes fd, in a cancelled scope too. Others that wait on it get -EBADF; so
 * close with this, not with close(2), what somebody may be waiting on.
 * Suspends: never.
 * Returns:  0; -errno, and fd is closed all the same. */
PIRN_ASYNC int pirn_close(int fd);

#elif !defined(PIRN__RUNTIME)

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

/* The call until no signal interrupts it: what it returned, or -errno. Where
 * the descriptor is non-blocking it waits for one of EVENTS, unless that is
 * 0. */
#define PIRN__BLOCKING(FD, EVENTS, CALL)                                       \
    (__extension__({                                                           \
        int pirn__saved = errno;                                               \
        ssize_t pirn__rc;                                                      \
        do                                                                     \
            pirn__rc = (CALL);                                                 \
        while (pirn__rc < 0 && pirn__goes_on((FD), (EVENTS)));                 \
        if (pirn__rc < 0)                                                      \
            pirn__rc = -errno;                                                 \
        errno = pirn__saved;                                                   \
        pirn__rc;                                                              \
    }))

static inline __attribute__((unused)) int pirn__goes_on(int fd, int events)
{
    struct pollfd p = {fd, (short)events, 0};
    if (errno == EINTR)
        return 1;
    if (errno != EAGAIN || !events)
        return 0;
    while (poll(&p, 1, -1) < 0)
        if (errno != EINTR)
            return 0;
    return 1;
}

static inline __attribute__((unused)) ssize_t pirn_read(int fd, void *buf,
                                                        size_t n)
{
    return PIRN__BLOCKING(fd, POLLIN, read(fd, buf, n));
}

static inline __attribute__((unused)) ssize_t
pirn_readv(int fd, const struct iovec *parts, int count)
{
    return PIRN__BLOCKING(fd, POLLIN, readv(fd, parts, count));
}

static inline __attribute__((unused)) ssize_t pirn_recv(int fd, void *buf,
                                                        size_t n, int flags)
{
    int waits = !(flags & (MSG_DONTWAIT | MSG_OOB | MSG_ERRQUEUE));
    if (waits && (flags & MSG_WAITALL) && (flags & MSG_PEEK))
        return -EOPNOTSUPP;
    return PIRN__BLOCKING(fd, waits ? POLLIN : 0, recv(fd, buf, n, flags));
}

static inline __attribute__((unused)) ssize_t pirn_send(int fd, const void *buf,
                                                        size_t n, int flags)
{
    return PIRN__BLOCKING(fd, flags & MSG_DONTWAIT ? 0 : POLLOUT,
                          send(fd, buf, n, flags | MSG_NOSIGNAL));
}

static inline __attribute__((unused)) ssize_t
pirn_write(int fd, const void *buf, size_t n)
{
    ssize_t rc = pirn_send(fd, buf, n, 0);
    return rc == -ENOTSOCK ? PIRN__BLOCKING(fd, POLLOUT, write(fd, buf, n))
                           : rc;
}

/* A message of no bytes is not sent, and more parts than there may be are
 * refused as writev(2) does. */
static inline __attribute__((unused)) ssize_t
pirn_writev(int fd, const struct iovec *parts, int count)
{
    struct msghdr m = {0};
    size_t size = 0;
    for (int i = 0; i < count && !size; i++)
        size = parts[i].iov_len;
    m.msg_iov = (struct iovec *)(uintptr_t)parts;
    m.msg_iovlen = (size_t)(count > 0 ? count : 0);
    if (size && count <= 1024) { /* IOV_MAX */
        ssize_t rc = PIRN__BLOCKING(fd, POLLOUT, sendmsg(fd, &m, MSG_NOSIGNAL));
        if (rc != -ENOTSOCK)
            return rc;
    }
    return PIRN__BLOCKING(fd, POLLOUT, writev(fd, parts, count));
}

static inline __attribute__((unused)) int
pirn_write_all(int fd, const void *buf, size_t n, size_t *done)
{
    size_t sent = done ? *done : 0;
    while (sent < n) {
        ssize_t rc = pirn_write(fd, (const char *)buf + sent, n - sent);
        if (rc <= 0)
            return rc ? (int)rc : -EIO;
        sent += (size_t)rc;
        if (done)
            *done = sent;
    }
    return 0;
}

static inline __attribute__((unused)) int
pirn_accept(int fd, struct sockaddr *peer, socklen_t *length)
{
    int client;
    do
        client = (int)PIRN__BLOCKING(fd, POLLIN, accept(fd, peer, length));
    while (client == -ECONNABORTED || client == -EPROTO);
    if (client >= 0)
        (void)fcntl(client, F_SETFD, FD_CLOEXEC);
    return client;
}

static inline __attribute__((unused)) int
pirn_connect(int fd, const struct sockaddr *address, socklen_t length)
{
    struct pollfd p = {fd, POLLOUT, 0};
    int saved = errno, error = 0, rc = connect(fd, address, length);
    socklen_t size = sizeof(error);
    if (rc < 0 && (errno == EINTR || errno == EINPROGRESS)) {
        while ((rc = poll(&p, 1, -1)) < 0 && errno == EINTR)
            ;
        if (rc > 0)
            rc = getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
        if (rc == 0)
            rc = -error;
        else
            rc = -errno;
    } else if (rc < 0) {
        rc = -errno;
    }
    errno = saved;
    return rc;
}

static inline __attribute__((unused)) int pirn_poll(int fd, int events)
{
    struct pollfd p = {fd, (short)events, 0};
    struct stat st;
    int rc;
    if (fstat(fd, &st) == 0 &&
        (S_ISREG(st.st_mode) || S_ISDIR(st.st_mode) || S_ISBLK(st.st_mode)))
        return -EPERM;
    rc = (int)PIRN__BLOCKING(fd, 0, poll(&p, 1, -1));
    return rc < 0 ? rc : p.revents & POLLNVAL ? -EBADF : p.revents;
}

static inline __attribute__((unused)) int pirn_close(int fd)
{
    int rc =
        (int)PIRN__BLOCKING(fd, 0, close(fd) < 0 && errno != EINTR ? -1 : 0);
    return rc;
}

#endif
#endif
