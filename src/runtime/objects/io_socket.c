/* The operations of sockets. All but accept and connect are asked for not
 * waiting by MSG_DONTWAIT. */
#include "runtime/objects/io.h"

#include <fcntl.h>
#include <unistd.h>

/* Messages ----------------------------------------------------------------- */

/* True of an operation that ends with -EAGAIN where others wait: its caller has
 * asked for that, or recv(2) never waits for such data. */
static bool recv_never_waits(const struct pirn__io *io)
{
    return io->flags & (MSG_DONTWAIT | MSG_ERRQUEUE | MSG_OOB);
}

static bool send_never_waits(const struct pirn__io *io)
{
    return io->flags & MSG_DONTWAIT;
}

static ssize_t recv_answer(const struct pirn__io *io, ssize_t rc)
{
    return rc < 0 && errno == EAGAIN && recv_never_waits(io) ? -EAGAIN
                                                             : pirn__answer(rc);
}

static ssize_t send_answer(const struct pirn__io *io, ssize_t rc)
{
    return rc < 0 && errno == EAGAIN && send_never_waits(io) ? -EAGAIN
                                                             : pirn__answer(rc);
}

/* recv, recvfrom ----------------------------------------------------------- */

/* With MSG_WAITALL only where nothing else can be done with it. */
static ssize_t attempt_recv(struct pirn__io *io, uint8_t *manner)
{
    int flags = io->flags | MSG_DONTWAIT;
    (void)manner;
    if (pirn__unlikely(flags & MSG_WAITALL))
        return -EOPNOTSUPP;
    return recv_answer(io, PIRN__SYSTEM(RECV, recv(io->fd, io->buffer.data,
                                                   io->buffer.size, flags)));
}

/* Of sockets, those that are streams give less than what is asked for. */
static bool is_stream(int fd)
{
    int type = 0, saved = errno;
    socklen_t size = sizeof type;
    bool is_stream = getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 &&
                     type == SOCK_STREAM;
    errno = saved;
    return is_stream;
}

/* Takes account of a part that was received, as far as MSG_WAITALL goes: to the
 * end, or to a failure behind what has been received, which then counts. */
static bool receive_more(struct pirn__io *io)
{
    ssize_t n = io->result;
    if (n > 0) {
        io->buffer.moved += (size_t)n;
        io->buffer.data = (char *)io->buffer.data + n;
        io->buffer.size -= (size_t)n;
        if (io->buffer.size > 0 && is_stream(io->fd))
            return true;
    }
    if (io->buffer.moved > 0)
        io->result = (ssize_t)io->buffer.moved;
    return false;
}

static const struct pirn__io_kind RECV = {
    .name = "pirn_recv",
    .awaits = "something to read",
    .side = PIRN__IO_READERS,
    .attempt = attempt_recv,
    .is_ahead = recv_never_waits,
    .empties = true,
};

static const struct pirn__io_kind RECV_ALL = {
    .name = "pirn_recv",
    .awaits = "something to read",
    .side = PIRN__IO_READERS,
    .attempt = attempt_recv,
    .then = receive_more,
    .empties = true,
};

/* MSG_WAITALL with MSG_PEEK is refused: see io.h. */
PIRN__OPERATION(ssize_t, pirn_recv, (int, fd), (void *, buf), (size_t, n),
                (int, flags))
{
    io->kind = &RECV;
    io->fd = fd;
    io->flags = flags;
    io->buffer.data = buf;
    io->buffer.size = n;
    if (pirn__likely(!(flags & MSG_WAITALL)))
        return;
    if (recv_never_waits(io)) {
        io->flags = flags & ~MSG_WAITALL;
    } else if (!(flags & MSG_PEEK)) {
        io->kind = &RECV_ALL;
        io->flags = flags & ~MSG_WAITALL;
        io->buffer.moved = 0;
    }
}

static ssize_t attempt_recvfrom(struct pirn__io *io, uint8_t *manner)
{
    int flags = io->flags | MSG_DONTWAIT;
    (void)manner;
    if (flags & MSG_WAITALL)
        return -EOPNOTSUPP;
    return recv_answer(
        io, PIRN__SYSTEM(RECV, recvfrom(io->fd, io->buffer.data,
                                        io->buffer.size, flags, io->buffer.peer,
                                        io->buffer.peer_length)));
}

static const struct pirn__io_kind RECVFROM = {
    .name = "pirn_recvfrom",
    .awaits = "something to read",
    .side = PIRN__IO_READERS,
    .attempt = attempt_recvfrom,
    .is_ahead = recv_never_waits,
};

PIRN__OPERATION(ssize_t, pirn_recvfrom, (int, fd), (void *, buf), (size_t, n),
                (int, flags), (struct sockaddr *, peer), (socklen_t *, length))
{
    io->kind = &RECVFROM;
    io->fd = fd;
    io->flags = flags;
    io->buffer.data = buf;
    io->buffer.size = n;
    io->buffer.peer = peer;
    io->buffer.peer_length = length;
}

/* Descriptors that come with a message are closed on exec, as all that Pirn
 * opens. */
static ssize_t attempt_recvmsg(struct pirn__io *io, uint8_t *manner)
{
    int flags = io->flags | MSG_DONTWAIT | MSG_CMSG_CLOEXEC;
    (void)manner;
    if (flags & MSG_WAITALL)
        return -EOPNOTSUPP;
    return recv_answer(io,
                       PIRN__SYSTEM(RECV, recvmsg(io->fd, io->message, flags)));
}

static const struct pirn__io_kind RECVMSG = {
    .name = "pirn_recvmsg",
    .awaits = "something to read",
    .side = PIRN__IO_READERS,
    .attempt = attempt_recvmsg,
    .is_ahead = recv_never_waits,
};

PIRN__OPERATION(ssize_t, pirn_recvmsg, (int, fd), (struct msghdr *, message),
                (int, flags))
{
    io->kind = &RECVMSG;
    io->fd = fd;
    io->flags = flags;
    io->message = message;
}

/* send, sendto, sendmsg ---------------------------------------------------- */

static ssize_t attempt_send(struct pirn__io *io, uint8_t *manner)
{
    int flags = io->flags | MSG_DONTWAIT | MSG_NOSIGNAL;
    (void)manner;
    return send_answer(io, PIRN__SYSTEM(SEND, send(io->fd, io->buffer.data,
                                                   io->buffer.size, flags)));
}

static const struct pirn__io_kind SEND = {
    .name = "pirn_send",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_send,
    .is_ahead = send_never_waits,
};

PIRN__OPERATION(ssize_t, pirn_send, (int, fd), (const void *, buf), (size_t, n),
                (int, flags))
{
    io->kind = &SEND;
    io->fd = fd;
    io->flags = flags;
    io->buffer.data = (void *)(uintptr_t)buf;
    io->buffer.size = n;
}

static ssize_t attempt_sendto(struct pirn__io *io, uint8_t *manner)
{
    int flags = io->flags | MSG_DONTWAIT | MSG_NOSIGNAL;
    (void)manner;
    return send_answer(
        io,
        PIRN__SYSTEM(SEND, sendto(io->fd, io->buffer.data, io->buffer.size,
                                  flags, io->buffer.to, io->buffer.to_length)));
}

static const struct pirn__io_kind SENDTO = {
    .name = "pirn_sendto",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_sendto,
    .is_ahead = send_never_waits,
};

PIRN__OPERATION(ssize_t, pirn_sendto, (int, fd), (const void *, buf),
                (size_t, n), (int, flags), (const struct sockaddr *, to),
                (socklen_t, length))
{
    io->kind = &SENDTO;
    io->fd = fd;
    io->flags = flags;
    io->buffer.data = (void *)(uintptr_t)buf;
    io->buffer.size = n;
    io->buffer.to = to;
    io->buffer.to_length = length;
}

static ssize_t attempt_sendmsg(struct pirn__io *io, uint8_t *manner)
{
    int flags = io->flags | MSG_DONTWAIT | MSG_NOSIGNAL;
    (void)manner;
    return send_answer(io,
                       PIRN__SYSTEM(SEND, sendmsg(io->fd, io->message, flags)));
}

static const struct pirn__io_kind SENDMSG = {
    .name = "pirn_sendmsg",
    .awaits = "room to write",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_sendmsg,
    .is_ahead = send_never_waits,
};

PIRN__OPERATION(ssize_t, pirn_sendmsg, (int, fd),
                (const struct msghdr *, message), (int, flags))
{
    io->kind = &SENDMSG;
    io->fd = fd;
    io->flags = flags;
    io->message = (struct msghdr *)(uintptr_t)message;
}

/* accept ------------------------------------------------------------------- */

/* Of others accept(2) says at once that they are none. */
static bool is_listener(int fd)
{
    int listens = 0;
    socklen_t size = sizeof listens;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 &&
           listens;
}

/* Connections that died in the queue are passed over. */
static ssize_t attempt_accept(struct pirn__io *io, uint8_t *manner)
{
    int fd;
    (void)manner;
    do {
        ssize_t rc = pirn__poll_blocking(io->fd, POLLIN);
        if (rc < 0 && (rc != PIRN__WOULD_WAIT || is_listener(io->fd)))
            return rc;
        fd = PIRN__SYSTEM(ACCEPT,
                          accept4(io->fd, io->peer.address, io->peer.length,
                                  SOCK_NONBLOCK | SOCK_CLOEXEC));
    } while (fd < 0 && (errno == ECONNABORTED || errno == EPROTO));
    return pirn__answer(fd);
}

static bool note_accepted(struct pirn__io *io)
{
    if (pirn__unlikely(pirn__ledger != NULL))
        pirn__ledger->fd_made((int)io->result, io->peer.place);
    return false;
}

static const struct pirn__io_kind ACCEPT = {
    .name = "pirn_accept",
    .awaits = "a connection",
    .side = PIRN__IO_READERS,
    .attempt = attempt_accept,
    .then = note_accepted,
    .opens = true,
};

PIRN__OPERATION(int, pirn__accept, (int, fd), (struct sockaddr *, peer),
                (socklen_t *, length), (const char *, place))
{
    io->kind = &ACCEPT;
    io->fd = fd;
    io->peer.address = peer;
    io->peer.length = length;
    io->peer.place = place;
}

PIRN__OPERATION(int, pirn_accept, (int, fd), (struct sockaddr *, peer),
                (socklen_t *, length))
{
    pirn__accept_set(io, fd, peer, length, NULL);
}

int pirn__accept_now(struct pirn__loop *loop, int fd, const char *place)
{
    struct pirn__io io = {.kind = &ACCEPT, .fd = fd, .peer = {.place = place}};
    uint8_t manner = 0;
    io.result = pirn__attempt(&io, &manner);
    if (io.result == PIRN__WOULD_WAIT)
        return -EAGAIN;
    if (io.result >= 0) /* what had the number before */
        pirn__io_release(loop, (int)io.result);
    note_accepted(&io);
    return (int)io.result;
}

/* connect ------------------------------------------------------------------ */

/* In io->state: connect(2) has been begun, and an attempt asks how it went. */
enum { CONNECTING = 1 };

/* connect(2) on a socket that is connecting tells how that goes. A blocking
 * socket has O_NONBLOCK for the one call: nobody can be using it yet. EAGAIN
 * here is an error like others: the queue is full, no port is left. */
static ssize_t attempt_connect(struct pirn__io *io, uint8_t *manner)
{
    bool begun = io->state & CONNECTING;
    int status = fcntl(io->fd, F_GETFL), rc;
    (void)manner;
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
        io->state |= CONNECTING;
        return PIRN__WOULD_WAIT;
    }
    return begun && rc == -EISCONN ? 0 : rc;
}

static const struct pirn__io_kind CONNECT = {
    .name = "pirn_connect",
    .awaits = "its connection",
    .side = PIRN__IO_WRITERS,
    .attempt = attempt_connect,
};

PIRN__OPERATION(int, pirn_connect, (int, fd),
                (const struct sockaddr *, address), (socklen_t, length))
{
    io->kind = &CONNECT;
    io->fd = fd;
    io->address.address = address;
    io->address.length = length;
}

/* shutdown, which never waits ---------------------------------------------- */

PIRN__AWAITABLE(pirn_shutdown, PIRN__HOLD_NONE, (int, fd), (int, how))
{
    int saved = errno;
    int rc = PIRN__SYSTEM(SHUTDOWN, shutdown(fd, how)) < 0 ? -errno : 0;
    (void)w;
    errno = saved;
    return rc;
}
