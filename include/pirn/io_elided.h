/* The serial elision of io.h: calls that block. */
#ifndef PIRN_IO_ELIDED_H
#define PIRN_IO_ELIDED_H

#include <pirn/system_elided.h>

/* Of <poll.h>, <signal.h> and <sys/socket.h>, where Linux has them on all
 * machines. */
enum {
    PIRN__IN = 0x1,
    PIRN__OUT = 0x4,
    PIRN__INVALID = 0x20,
    PIRN__OOB = 0x1,
    PIRN__PEEK = 0x2,
    PIRN__DONTWAIT = 0x40,
    PIRN__WAITALL = 0x100,
    PIRN__ERRQUEUE = 0x2000,
    PIRN__NOSIGNAL = 0x4000,
    PIRN__CMSG_CLOEXEC = 0x40000000,
    PIRN__SOL_SOCKET = 1,
    PIRN__TYPE = 3,
    PIRN__SIG_BLOCK = 0,
    PIRN__SIG_SETMASK = 2,
    PIRN__PIPE_BIT = 1 << 12, /* of SIGPIPE */
    PIRN__SPLICE_NONBLOCK = 0x2,
    PIRN__CLOEXEC = 02000000
};

struct pirn__iovec {
    const void *base;
    size_t length;
};

struct pirn__msghdr {
    void *name;
    unsigned name_length;
    const struct pirn__iovec *parts;
    size_t count;
    void *control;
    size_t control_length;
    int flags;
};

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

PIRN__ELIDED int pirn__goes_on(int fd, int events)
{
    struct pirn__pollfd p = {fd, (short)events, 0};
    if (errno == EINTR)
        return 1;
    if (errno != EAGAIN || !events)
        return 0;
    while (pirn__system_poll(&p, 1) < 0)
        if (errno != EINTR)
            return 0;
    return 1;
}

PIRN__ELIDED ssize_t pirn_read(int fd, void *buf, size_t n)
{
    return PIRN__BLOCKING(fd, PIRN__IN, syscall(SYS_read, fd, buf, n));
}

PIRN__ELIDED ssize_t pirn_readv(int fd, const struct iovec *parts, int count)
{
    return PIRN__BLOCKING(fd, PIRN__IN,
                          syscall(SYS_readv, fd, parts, (long)count));
}

/* What a receiver with those flags waits for; 0: it does not wait. */
PIRN__ELIDED int pirn__recv_waits(int flags)
{
    return flags & (PIRN__DONTWAIT | PIRN__OOB | PIRN__ERRQUEUE) ? 0 : PIRN__IN;
}

PIRN__ELIDED ssize_t pirn_recv(int fd, void *buf, size_t n, int flags)
{
    int waits = pirn__recv_waits(flags);
    if (waits && (flags & PIRN__WAITALL) && (flags & PIRN__PEEK))
        return -EOPNOTSUPP;
    return PIRN__BLOCKING(
        fd, waits, syscall(SYS_recvfrom, fd, buf, n, (long)flags, NULL, NULL));
}

PIRN__ELIDED ssize_t pirn_recvfrom(int fd, void *buf, size_t n, int flags,
                                   struct sockaddr *peer, socklen_t *length)
{
    if (flags & PIRN__WAITALL)
        return -EOPNOTSUPP;
    return PIRN__BLOCKING(
        fd, pirn__recv_waits(flags),
        syscall(SYS_recvfrom, fd, buf, n, (long)flags, peer, length));
}

PIRN__ELIDED ssize_t pirn_recvmsg(int fd, struct msghdr *message, int flags)
{
    if (flags & PIRN__WAITALL)
        return -EOPNOTSUPP;
    return PIRN__BLOCKING(
        fd, pirn__recv_waits(flags),
        syscall(SYS_recvmsg, fd, message, (long)(flags | PIRN__CMSG_CLOEXEC)));
}

PIRN__ELIDED ssize_t pirn_sendto(int fd, const void *buf, size_t n, int flags,
                                 const struct sockaddr *to, socklen_t length)
{
    long all = flags | PIRN__NOSIGNAL;
    return PIRN__BLOCKING(
        fd, flags & PIRN__DONTWAIT ? 0 : PIRN__OUT,
        syscall(SYS_sendto, fd, buf, n, all, to, (long)length));
}

PIRN__ELIDED ssize_t pirn_send(int fd, const void *buf, size_t n, int flags)
{
    return pirn_sendto(fd, buf, n, flags, NULL, 0);
}

PIRN__ELIDED ssize_t pirn_sendmsg(int fd, const struct msghdr *message,
                                  int flags)
{
    long all = flags | PIRN__NOSIGNAL;
    return PIRN__BLOCKING(fd, flags & PIRN__DONTWAIT ? 0 : PIRN__OUT,
                          syscall(SYS_sendmsg, fd, message, all));
}

/* Signals of the thread, while a socket is written to by a call that would
 * raise SIGPIPE where its peer is gone; not used for others, which do raise it.
 */
struct pirn__quiet {
    uint64_t before, pending;
    int is_on;
};

PIRN__ELIDED void pirn__quiet_begin(struct pirn__quiet *quiet, int fd)
{
    const uint64_t pipe = PIRN__PIPE_BIT;
    int saved = errno, type;
    socklen_t size = sizeof type;
    quiet->pending = 0;
    quiet->is_on = syscall(SYS_getsockopt, fd, (long)PIRN__SOL_SOCKET,
                           (long)PIRN__TYPE, &type, &size) == 0;
    errno = saved;
    if (!quiet->is_on)
        return;
    (void)syscall(SYS_rt_sigprocmask, (long)PIRN__SIG_BLOCK, &pipe,
                  &quiet->before, sizeof pipe);
    if (quiet->before & pipe)
        (void)syscall(SYS_rt_sigpending, &quiet->pending, sizeof pipe);
}

PIRN__ELIDED ssize_t pirn__quiet_end(const struct pirn__quiet *quiet, size_t n,
                                     ssize_t rc)
{
    const uint64_t pipe = PIRN__PIPE_BIT;
    const struct pirn__timespec at_once = {0, 0};
    int saved = errno;
    if (!quiet->is_on)
        return rc;
    if ((rc == -EPIPE || (rc >= 0 && (size_t)rc < n)) &&
        !(quiet->pending & pipe)) /* perhaps behind a part that was sent */
        (void)syscall(SYS_rt_sigtimedwait, &pipe, NULL, &at_once, sizeof pipe);
    (void)syscall(SYS_rt_sigprocmask, (long)PIRN__SIG_SETMASK, &quiet->before,
                  NULL, sizeof pipe);
    errno = saved;
    return rc;
}

PIRN__ELIDED ssize_t pirn_sendfile(int fd, int file, int64_t *offset, size_t n)
{
    struct pirn__quiet quiet;
    pirn__quiet_begin(&quiet, fd);
    return pirn__quiet_end(
        &quiet, n,
        PIRN__BLOCKING(fd, PIRN__OUT,
                       syscall(SYS_sendfile, fd, file, offset, n)));
}

/* True if urgent data come next: see io_between.c of the runtime. */
PIRN__ELIDED int pirn__is_at_mark(int fd)
{
    const long at_mark = 0x8905; /* SIOCATMARK, but for a few old machines */
    int is_at = 0;
    return PIRN__BLOCKING(fd, 0, syscall(SYS_ioctl, fd, at_mark, &is_at)) ==
               0 &&
           is_at;
}

/* Which end is not ready it says not. */
PIRN__ELIDED ssize_t pirn_splice(int from, int64_t *from_offset, int to,
                                 int64_t *to_offset, size_t n, unsigned flags)
{
    struct pirn__quiet quiet;
    struct pirn__pollfd in = {from, PIRN__IN, 0}, out = {to, PIRN__OUT, 0};
    ssize_t rc;
    flags &= ~(unsigned)(PIRN__SPLICE_KNOWN | PIRN__SPLICE_TO_SOCKET);
    pirn__quiet_begin(&quiet, to);
    do
        rc = PIRN__BLOCKING(from, 0,
                            syscall(SYS_splice, from, from_offset, to,
                                    to_offset, n, (long)flags));
    while (rc == -EAGAIN && !(flags & PIRN__SPLICE_NONBLOCK) &&
           PIRN__BLOCKING(from, 0, pirn__system_poll(&in, 1)) >= 0 &&
           PIRN__BLOCKING(to, 0, pirn__system_poll(&out, 1)) >= 0 &&
           !pirn__is_at_mark(from));
    if (rc == 0 && n > 0 && pirn__is_at_mark(from))
        rc = -EAGAIN;
    return pirn__quiet_end(&quiet, n, rc);
}

PIRN__ELIDED ssize_t pirn_write(int fd, const void *buf, size_t n)
{
    ssize_t rc = pirn_send(fd, buf, n, 0);
    if (rc != -ENOTSOCK)
        return rc;
    return PIRN__BLOCKING(fd, PIRN__OUT, syscall(SYS_write, fd, buf, n));
}

/* A message of no bytes is not sent, and more parts than there may be are
 * refused as writev(2) does. */
PIRN__ELIDED ssize_t pirn_writev(int fd, const struct iovec *parts, int count)
{
    const struct pirn__iovec *part = (const struct pirn__iovec *)(void *)parts;
    struct pirn__msghdr m = {0};
    size_t size = 0;
    int i;
    for (i = 0; i < count && !size; i++)
        size = part[i].length;
    m.parts = part;
    m.count = (size_t)(count > 0 ? count : 0);
    if (size && count <= 1024) { /* IOV_MAX */
        ssize_t rc = PIRN__BLOCKING(
            fd, PIRN__OUT, syscall(SYS_sendmsg, fd, &m, (long)PIRN__NOSIGNAL));
        if (rc != -ENOTSOCK)
            return rc;
    }
    return PIRN__BLOCKING(fd, PIRN__OUT,
                          syscall(SYS_writev, fd, parts, (long)count));
}

PIRN__ELIDED int pirn_write_all(int fd, const void *buf, size_t n, size_t *done)
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

PIRN__ELIDED int pirn__accept(int fd, struct sockaddr *peer, socklen_t *length,
                              const char *place)
{
    int client;
    (void)place;
    do
        client = (int)PIRN__BLOCKING(
            fd, PIRN__IN,
            syscall(SYS_accept4, fd, peer, length, (long)PIRN__CLOEXEC));
    while (client == -ECONNABORTED || client == -EPROTO);
    return client;
}

PIRN__ELIDED int pirn_accept(int fd, struct sockaddr *peer, socklen_t *length)
{
    return pirn__accept(fd, peer, length, NULL);
}

/* What became of a connection that was begun: 0 or -errno. A second connect
 * tells, when it is over. */
PIRN__ELIDED int pirn__connected(int fd, const struct sockaddr *address,
                                 socklen_t length)
{
    struct pirn__pollfd p = {fd, PIRN__OUT, 0};
    while (pirn__system_poll(&p, 1) < 0)
        if (errno != EINTR)
            return -errno;
    if (syscall(SYS_connect, fd, address, (long)length) == 0 ||
        errno == EISCONN)
        return 0;
    return -errno;
}

PIRN__ELIDED int pirn_connect(int fd, const struct sockaddr *address,
                              socklen_t length)
{
    int saved = errno, rc = 0;
    if (syscall(SYS_connect, fd, address, (long)length) < 0)
        rc = errno == EINTR || errno == EINPROGRESS
                 ? pirn__connected(fd, address, length)
                 : -errno;
    errno = saved;
    return rc;
}

/* A file, which cannot be waited for, is what epoll refuses. */
PIRN__ELIDED int pirn__is_file(int fd)
{
    uint64_t event[2] = {0, 0}; /* as large as a struct epoll_event at least */
    int saved = errno, epoll = (int)syscall(SYS_epoll_create1, 0L), refused;
    refused = syscall(SYS_epoll_ctl, epoll, 1L, fd, event) < 0;
    refused = refused && errno == EPERM;
    (void)syscall(SYS_close, epoll);
    errno = saved;
    return refused;
}

PIRN__ELIDED int pirn_poll(int fd, int events)
{
    struct pirn__pollfd p = {fd, (short)events, 0};
    int rc;
    if (pirn__is_file(fd))
        return -EPERM;
    rc = (int)PIRN__BLOCKING(fd, 0, pirn__system_poll(&p, 1));
    return rc < 0 ? rc : p.revents & PIRN__INVALID ? -EBADF : p.revents;
}

PIRN__ELIDED int pirn_shutdown(int fd, int how)
{
    return (int)PIRN__BLOCKING(fd, 0, syscall(SYS_shutdown, fd, (long)how));
}

PIRN__ELIDED int pirn_close(int fd)
{
    return (int)PIRN__BLOCKING(
        fd, 0, syscall(SYS_close, fd) < 0 && errno != EINTR ? -1 : 0);
}

#endif
