/* TCP by numeric address: "127.0.0.1", "::1"; "0.0.0.0" and "::" are every
 * address of the machine. All sockets made here are closed on exec and send
 * small messages at once (TCP_NODELAY), and so do those accepted from them.
 * Translated, they are non-blocking. */
#ifndef PIRN_NET_H
#define PIRN_NET_H

#if defined(__PIRN__) || defined(PIRN__RUNTIME)

/* Listens for TCP connections to address; accept them with pirn_accept. Port
 * 0 takes a free one, which pirn_tcp_port tells. The port of a server that
 * has ended can be taken at once.
 * Suspends: never.
 * Returns:  a descriptor; -EINVAL if address is not a numeric one or port not
 *           in 0..65535; -errno.
 * Threads:  any. */
int pirn_tcp_listen(const char *address, int port);
int pirn__listen_at(const char *address, int port, const char *place);
/* With the place that PIRN_DEBUG=1 tells, if it stays open. */
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_tcp_listen(...) pirn__listen_at(__VA_ARGS__, PIRN__PLACE)
#endif

/* The local port of a TCP socket.
 * Suspends: never.
 * Returns:  the port; -errno; -EAFNOSUPPORT if fd is not a TCP socket.
 * Threads:  any. */
int pirn_tcp_port(int fd);

#endif
#ifdef __PIRN__

/* Makes a TCP connection to a port at address.
 * Suspends: until the connection is there.
 * Returns:  a descriptor; -EINVAL as pirn_tcp_listen; -ECONNREFUSED: nobody
 *           listens there, also if the system has connected the socket with
 *           itself for that; -errno; -ECANCELED. Only on success is
 *           there anything to close.
 * Owns:     keeps address until it has returned. */
PIRN_ASYNC int pirn_tcp_connect(const char *address, int port);
#ifndef __PIRN_CHECK__
#define pirn_tcp_connect(...) pirn__tcp_connect(__VA_ARGS__, PIRN__PLACE)
#endif
PIRN_ASYNC int pirn__tcp_connect(const char *address, int port,
                                 const char *place);

#else

/* What follows is shared by the runtime and the elided reading, where type
 * is 0 instead of SOCK_NONBLOCK. */

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#ifndef PIRN__RUNTIME
#include <pirn/io.h>
#endif

#ifndef PIRN__SYSTEM /* the runtime's calls may fail for a test */
#define PIRN__SYSTEM(CALL, value) (value)
#endif

union pirn__address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* Fills in *out. Returns its length, or 0 if it is no numeric address. */
static inline __attribute__((unused)) socklen_t
pirn__address_of(union pirn__address *out, const char *address, int port)
{
    *out = (union pirn__address){.v6 = {.sin6_family = AF_UNSPEC}};
    if (port < 0 || port > 65535)
        return 0;
    if (inet_pton(AF_INET, address, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = htons((uint16_t)port);
        return sizeof(out->v4);
    }
    if (inet_pton(AF_INET6, address, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = htons((uint16_t)port);
        return sizeof(out->v6);
    }
    return 0;
}

/* A TCP socket for the family of address, or -errno. */
static inline __attribute__((unused)) int
pirn__tcp_socket(const union pirn__address *address, int type)
{
    int on = 1, saved = errno, rc;
    int fd = PIRN__SYSTEM(SOCKET, socket(address->any.sa_family,
                                         SOCK_STREAM | SOCK_CLOEXEC | type,
                                         IPPROTO_TCP));
    if (fd >= 0)
        (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    rc = fd < 0 ? -errno : fd;
    errno = saved;
    return rc;
}

static inline __attribute__((unused)) int pirn__tcp_listen(const char *address,
                                                           int port, int type)
{
    union pirn__address a;
    int on = 1, saved = errno, fd;
    socklen_t length = pirn__address_of(&a, address, port);
    if (length == 0)
        return -EINVAL;
    fd = pirn__tcp_socket(&a, type);
    if (fd < 0)
        return fd;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    if (PIRN__SYSTEM(BIND, bind(fd, &a.any, length)) < 0 ||
        PIRN__SYSTEM(BIND, listen(fd, SOMAXCONN)) < 0) {
        int rc = -errno;
        (void)close(fd);
        errno = saved;
        return rc;
    }
    return fd;
}

static inline __attribute__((unused)) int pirn__tcp_port(int fd)
{
    union pirn__address a;
    socklen_t length = sizeof(a);
    int saved = errno, rc = 0;
    if (PIRN__SYSTEM(GETSOCKNAME, getsockname(fd, &a.any, &length)) < 0)
        rc = -errno;
    errno = saved;
    if (rc < 0)
        return rc;
    if (a.any.sa_family == AF_INET)
        return ntohs(a.v4.sin_port);
    if (a.any.sa_family == AF_INET6)
        return ntohs(a.v6.sin6_port);
    return -EAFNOSUPPORT;
}

/* True if the socket is connected to itself: where nobody listens on a port of
 * those that the system gives to clients, it may give that very port to the
 * one who asks for it. */
static inline __attribute__((unused)) bool pirn__is_own_peer(int fd, int port)
{
    union pirn__address own, peer;
    socklen_t own_length = sizeof(own), peer_length = sizeof(peer);
    int saved = errno;
    bool is_same = getsockname(fd, &own.any, &own_length) == 0 &&
                   own.v4.sin_port == htons((uint16_t)port) &&
                   getpeername(fd, &peer.any, &peer_length) == 0 &&
                   own.any.sa_family == peer.any.sa_family;
    errno = saved;
    if (!is_same)
        return false;
    if (own.any.sa_family == AF_INET) /* the port is where v6 has it */
        return own.v4.sin_port == peer.v4.sin_port &&
               own.v4.sin_addr.s_addr == peer.v4.sin_addr.s_addr;
    return own.v6.sin6_port == peer.v6.sin6_port &&
           memcmp(&own.v6.sin6_addr, &peer.v6.sin6_addr,
                  sizeof(own.v6.sin6_addr)) == 0;
}

#ifndef PIRN__RUNTIME

static inline __attribute__((unused)) int pirn_tcp_listen(const char *address,
                                                          int port)
{
    return pirn__tcp_listen(address, port, 0);
}

static inline __attribute__((unused)) int pirn_tcp_port(int fd)
{
    return pirn__tcp_port(fd);
}

static inline __attribute__((unused)) int pirn_tcp_connect(const char *address,
                                                           int port)
{
    union pirn__address a;
    int saved = errno, fd, rc;
    socklen_t length = pirn__address_of(&a, address, port);
    if (length == 0)
        return -EINVAL;
    fd = pirn__tcp_socket(&a, 0);
    if (fd < 0)
        return fd;
    rc = pirn_connect(fd, &a.any, length);
    if (rc == 0 && pirn__is_own_peer(fd, port))
        rc = -ECONNREFUSED;
    if (rc == 0)
        rc = fd;
    else
        (void)close(fd);
    errno = saved;
    return rc;
}

#endif
#endif
#endif
