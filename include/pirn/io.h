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

#include <pirn/clause.h>
#include <pirn/posix_types.h>
#include <stddef.h>
#include <stdint.h>

/* Nothing to transfer (no bytes, or parts without any) is what it is to the
 * call named: pirn_read, pirn_readv and pirn_writev of nothing return 0 at
 * once, take nothing and send nothing; pirn_write does too, but sends a message
 * of no bytes where messages are sent; pirn_recv waits for what there is to
 * receive, and takes a whole message. More parts than IOV_MAX: -EINVAL. */

/* Reads at most n bytes, whatever there is first.
 * Suspends: while there is nothing to read.
 * Returns:  the number of bytes; 0 at the end; -errno; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_read(int fd, void *buf, size_t n);
PIRN__ASYNC ssize_t pirn_readv(int fd, const struct iovec *parts, int count);

/* Writes at most n bytes, as many as there is room for.
 * Suspends: while there is no room at all.
 * Returns:  the number of bytes; -errno; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_write(int fd, const void *buf, size_t n);
PIRN__ASYNC ssize_t pirn_writev(int fd, const struct iovec *parts, int count);

/* Writes buf from *done to n, in as many calls as that takes, and advances
 * *done with each; if nothing is left to write, it makes no call. After a
 * failure, which may be a cancellation, *done tells how far the writing came,
 * and a call with the same arguments goes on there. done may be NULL: the
 * writing begins at 0, and its progress is not told.
 * Suspends: while there is no room.
 * Returns:  0: *done is n; -errno; -ECANCELED. */
PIRN__ASYNC int pirn_write_all(int fd, const void *buf, size_t n, size_t *done);

/* Reads until buf is full: from *done to n, advancing *done as pirn_write_all
 * does, so that a call with the same arguments goes on after a failure.
 * Suspends: while there is nothing to read.
 * Returns:  0: *done is n; -ENODATA: the end came before; -errno;
 *           -ECANCELED. */
PIRN__ASYNC int pirn_read_all(int fd, void *buf, size_t n, size_t *done);

/* As recv(2) and send(2): flags are theirs. With MSG_DONTWAIT they do not
 * wait and may return -EAGAIN, nor does pirn_recv with MSG_ERRQUEUE or MSG_OOB.
 * With MSG_WAITALL pirn_recv on a stream waits until it has n bytes; it returns
 * less at the end of the stream, and when it fails or is cancelled behind the
 * first of them. (MSG_WAITALL with MSG_PEEK is refused, with -EOPNOTSUPP: so
 * much cannot be waited for and left there.) pirn_send sends as many bytes as
 * there is room for, as on a non-blocking socket.
 * Suspends: while there is nothing to read, no room at all.
 * Returns:  the number of bytes; -errno; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_recv(int fd, void *buf, size_t n, int flags);
PIRN__ASYNC ssize_t pirn_send(int fd, const void *buf, size_t n, int flags);

/* The same as recvfrom(2) and sendto(2), which tell where a message comes from
 * and say where it goes to: for sockets that are not connected. peer and length
 * may be NULL. MSG_WAITALL is refused, with -EOPNOTSUPP.
 * Suspends: while there is nothing to read, no room at all.
 * Returns:  the number of bytes; -errno; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_recvfrom(int fd, void *buf, size_t n, int flags,
                                  struct sockaddr *peer, socklen_t *length);
PIRN__ASYNC ssize_t pirn_sendto(int fd, const void *buf, size_t n, int flags,
                                const struct sockaddr *to, socklen_t length);

/* The same as recvmsg(2) and sendmsg(2): with several buffers, and descriptors
 * that are passed. Those that come are closed on exec; message->msg_flags has
 * MSG_TRUNC or MSG_CTRUNC if something did not fit. MSG_WAITALL is refused,
 * with -EOPNOTSUPP.
 * Suspends: while there is nothing to read, no room at all.
 * Returns:  the number of bytes; -errno; -ECANCELED.
 * Owns:     message and what it points to, until it has returned. */
PIRN__ASYNC ssize_t pirn_recvmsg(int fd, struct msghdr *message, int flags);
PIRN__ASYNC ssize_t pirn_sendmsg(int fd, const struct msghdr *message,
                                 int flags);

/* Sends what is in file, as much of n bytes as there is room for: from *offset
 * on, which is advanced; if that is NULL, from where the file is being read,
 * which is. What it reads of a disk it waits for as any call does.
 * Suspends: while there is no room at all.
 * Returns:  the number of bytes; 0 at the end of the file; -errno, -EINVAL: it
 *           is no file; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_sendfile(int fd, int file, int64_t *offset, size_t n);

/* Moves at most n bytes between two descriptors, one of which is a pipe, as
 * splice(2), with its flags. With SPLICE_F_NONBLOCK it does not wait and may
 * return -EAGAIN. Of those who read or write one descriptor it is served in
 * turn. Urgent data of TCP it does not pass, as pirn_read does.
 * Suspends: while there is nothing to read, no room at all.
 * Returns:  the number of bytes; 0 at the end; -EAGAIN: urgent data come next;
 *           -errno; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_splice(int from, int64_t *from_offset, int to,
                                int64_t *to_offset, size_t n, unsigned flags);
/* Flags that only the library gives, which has asked the two descriptors once
 * and not each time: neither blocks by itself; and, besides, what is written to
 * is a socket. */
enum { PIRN__SPLICE_KNOWN = 1 << 30, PIRN__SPLICE_TO_SOCKET = 1 << 29 };

/* Accepts a connection on the listening socket fd. What it returns is closed
 * on exec and non-blocking. peer and length are as of accept(2), or NULL.
 * Connections that were given up before are passed over. After -EMFILE the
 * connection is still in the queue: close something, or wait a little.
 * Suspends: while there is no connection.
 * Returns:  the new descriptor; -errno; -ECANCELED: none was accepted. */
PIRN__ASYNC int pirn_accept(int fd, struct sockaddr *peer, socklen_t *length);
/* With the place that PIRN_DEBUG=1 tells, if what it returns is left open. */
PIRN__ASYNC int pirn__accept(int fd, struct sockaddr *peer, socklen_t *length,
                             const char *place);
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_accept(...) pirn__accept(__VA_ARGS__, PIRN__PLACE)
#endif

/* Connects the socket fd. After a failure - a cancellation too - the socket
 * is of no more use and wants to be closed. -EAGAIN: the queue of a Unix
 * socket's listener is full.
 * Suspends: while the connection is being made.
 * Returns:  0; -errno; -ECANCELED. */
PIRN__ASYNC int pirn_connect(int fd, const struct sockaddr *address,
                             socklen_t length);

/* Waits until one of events (POLLIN, POLLOUT, ... of poll(2)) is there. For
 * libraries that do their own input and output.
 * Suspends: while none of events is there.
 * Returns:  those of events, POLLERR and POLLHUP that are there; -EPERM: fd
 *           is a file, for which they never come; -errno; -ECANCELED. */
PIRN__ASYNC int pirn_poll(int fd, int events);

/* Ends one direction of a connection, or both: how is as of shutdown(2). It
 * does in a cancelled scope, too. Those that wait on fd go on: a reader is at
 * the end.
 * Suspends: never.
 * Returns:  0; -errno. */
PIRN__ASYNC int pirn_shutdown(int fd, int how);

/* Closes fd, in a cancelled scope too. Others that wait on it get -EBADF; so
 * close with this, not with close(2), what somebody may be waiting on.
 * Suspends: never.
 * Returns:  0; -errno, and fd is closed all the same. */
PIRN__ASYNC int pirn_close(int fd);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
#include <pirn/io_elided.h>
#endif

/* PIRN_ACCEPT(fd, client), a clause of a select: a connection on the listening
 * socket fd has been accepted, as pirn_accept does. *client, an int, is the new
 * descriptor; or -errno. If another clause is done, no connection was accepted:
 * it waits for the next accept. */
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define PIRN_ACCEPT(fd, client) pirn__clause_accept(fd, client, PIRN__PLACE)
#else
#define PIRN_ACCEPT(fd, client) pirn__clause_accept(fd, client, 0)
#endif

#ifndef PIRN__RUNTIME
PIRN__CLAUSE __attribute__((nonnull(2)))
pirn__clause_accept(int fd, int *client, const char *place)
{
    struct pirn_clause clause = {
        .fd = fd, .place = place, .rc = client, .kind = PIRN__CLAUSE_ACCEPT};
    return clause;
}
#endif
#endif
