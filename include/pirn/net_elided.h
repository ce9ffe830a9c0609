/* The serial elision of net.h. */
#ifndef PIRN_NET_ELIDED_H
#define PIRN_NET_ELIDED_H

#include <pirn/io_elided.h>

int inet_pton(int family, const char *text, void *address);

/* Of <sys/socket.h> and <netinet/in.h>. */
enum {
    PIRN__UNIX = 1,
    PIRN__INET = 2,
    PIRN__INET6 = 10,
    PIRN__STREAM = 1,
    PIRN__DATAGRAM = 2,
    PIRN__REUSEADDR = 2,
    PIRN__KEEPALIVE = 9,
    PIRN__REUSEPORT = 15,
    PIRN__TCP = 6,
    PIRN__NODELAY = 1,
    PIRN__SOMAXCONN = 4096
};

union pirn__address {
    struct {
        uint16_t family, port; /* the port in the network's order */
        unsigned char v4[4];
    };
    struct {
        uint16_t family6, port6;
        uint32_t flow;
        unsigned char v6[16];
        uint32_t scope;
    };
};

PIRN__ELIDED uint16_t pirn__network_order(uint16_t port)
{
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? __builtin_bswap16(port)
                                                     : port;
}

/* Fills in *out. Returns its length, or 0 if it is no numeric address. */
PIRN__ELIDED socklen_t pirn__address_of(union pirn__address *out,
                                        const char *address, int port)
{
    __builtin_memset(out, 0, sizeof *out);
    out->port = pirn__network_order((uint16_t)port);
    if (port < 0 || port > 65535)
        return 0;
    out->family = PIRN__INET;
    if (inet_pton(PIRN__INET, address, out->v4) == 1)
        return 16;
    out->family = PIRN__INET6;
    return inet_pton(PIRN__INET6, address, out->v6) == 1 ? sizeof *out : 0;
}

PIRN__ELIDED void pirn__set_on(int fd, int level, int option)
{
    int on = 1;
    (void)syscall(SYS_setsockopt, fd, (long)level, (long)option, &on,
                  sizeof on);
}

/* A socket, or -errno. */
PIRN__ELIDED int pirn__socket_of(int family, int type)
{
    int saved = errno;
    int fd = (int)syscall(SYS_socket, (long)family,
                          (long)(type | PIRN__CLOEXEC), 0L);
    int rc = fd < 0 ? -errno : fd;
    errno = saved;
    return rc;
}

PIRN__ELIDED int pirn__tcp_socket(const union pirn__address *address)
{
    int fd = pirn__socket_of(address->family, PIRN__STREAM);
    if (fd >= 0)
        pirn__set_on(fd, PIRN__TCP, PIRN__NODELAY);
    return fd;
}

/* fd, which is a socket or -errno, gets an address, and listens if backlog is
 * not 0. Returns it, or -errno, and then it is closed. */
PIRN__ELIDED int pirn__bind_to(int fd, const void *address, socklen_t length,
                               int backlog)
{
    int saved = errno, rc = fd;
    if (fd < 0)
        return fd;
    if (syscall(SYS_bind, fd, address, (long)length) < 0 ||
        (backlog && syscall(SYS_listen, fd, (long)backlog) < 0)) {
        rc = -errno;
        (void)syscall(SYS_close, fd);
    }
    errno = saved;
    return rc;
}

PIRN__ELIDED int pirn__backlog_of(const struct pirn_listen_options *options)
{
    return options && options->backlog > 0 ? options->backlog : PIRN__SOMAXCONN;
}

PIRN__ELIDED int pirn__tcp_listen(const char *address, int port,
                                  const struct pirn_listen_options *options,
                                  const char *place)
{
    union pirn__address a;
    socklen_t length = pirn__address_of(&a, address, port);
    int fd;
    (void)place;
    if (length == 0)
        return -EINVAL;
    fd = options && options->delays ? pirn__socket_of(a.family, PIRN__STREAM)
                                    : pirn__tcp_socket(&a);
    if (fd < 0)
        return fd;
    pirn__set_on(fd, PIRN__SOL_SOCKET, PIRN__REUSEADDR);
    if (options && options->reuse_port)
        pirn__set_on(fd, PIRN__SOL_SOCKET, PIRN__REUSEPORT);
    if (options && options->keep_alive)
        pirn__set_on(fd, PIRN__SOL_SOCKET, PIRN__KEEPALIVE);
    return pirn__bind_to(fd, &a, length, pirn__backlog_of(options));
}

PIRN__ELIDED int pirn_tcp_listen(const char *address, int port)
{
    return pirn__tcp_listen(address, port, NULL, NULL);
}

PIRN__ELIDED int pirn_tcp_listen_with(const char *address, int port,
                                      const struct pirn_listen_options *options)
{
    return pirn__tcp_listen(address, port, options, NULL);
}

PIRN__ELIDED int pirn_address(struct sockaddr *out, socklen_t *length,
                              const char *address, int port)
{
    union pirn__address a;
    socklen_t size = pirn__address_of(&a, address, port);
    if (size == 0 || size > *length)
        return -EINVAL;
    __builtin_memcpy(out, &a, size);
    *length = size;
    return 0;
}

PIRN__ELIDED int pirn_udp_open(const char *address, int port)
{
    union pirn__address a;
    socklen_t length = pirn__address_of(&a, address, port);
    if (length == 0)
        return -EINVAL;
    return pirn__bind_to(pirn__socket_of(a.family, PIRN__DATAGRAM), &a, length,
                         0);
}

PIRN__ELIDED int pirn__unix_address(struct pirn__unix_address *out,
                                    const char *path)
{
    size_t length = __builtin_strlen(path);
    __builtin_memset(out, 0, sizeof *out);
    out->family = PIRN__UNIX;
    if (length == 0)
        return -EINVAL;
    if (length >= sizeof out->path)
        return -ENAMETOOLONG;
    __builtin_memcpy(out->path, path, length);
    return (int)sizeof *out;
}

PIRN__ELIDED int pirn__unix_socket(void)
{
    return pirn__socket_of(PIRN__UNIX, PIRN__STREAM);
}

PIRN__ELIDED int pirn_unix_listen(const char *path,
                                  const struct pirn_listen_options *options)
{
    struct pirn__unix_address address;
    int length = pirn__unix_address(&address, path);
    if (length < 0)
        return length;
    return pirn__bind_to(pirn__unix_socket(), &address, (socklen_t)length,
                         pirn__backlog_of(options));
}

PIRN__ELIDED int pirn_tcp_port(int fd)
{
    union pirn__address a;
    socklen_t length = sizeof a;
    int saved = errno, rc = 0;
    if (syscall(SYS_getsockname, fd, &a, &length) < 0)
        rc = -errno;
    else if (a.family != PIRN__INET && a.family != PIRN__INET6)
        rc = -EAFNOSUPPORT;
    errno = saved;
    return rc < 0 ? rc : pirn__network_order(a.port);
}

/* True if the socket is connected to itself: where nobody listens on a port of
 * those that the system gives to clients, it may give that very port to the
 * one who asks for it. */
PIRN__ELIDED int pirn__is_own_peer(int fd)
{
    union pirn__address own, peer;
    socklen_t own_length = sizeof own, peer_length = sizeof peer;
    int saved = errno;
    int is_same = syscall(SYS_getsockname, fd, &own, &own_length) == 0 &&
                  syscall(SYS_getpeername, fd, &peer, &peer_length) == 0 &&
                  own_length == peer_length &&
                  __builtin_memcmp(&own, &peer, own_length) == 0;
    errno = saved;
    return is_same;
}

PIRN__ELIDED int pirn__tcp_address(struct pirn__tcp_address *out,
                                   const char *host, int port)
{
    union pirn__address a;
    socklen_t length;
    if (port < 0 || port > 65535)
        return -EINVAL;
    length = pirn__address_of(&a, host, port);
    __builtin_memcpy(out, &a, sizeof *out);
    return (int)length;
}

PIRN__ELIDED int pirn__tcp_connect_to(const struct sockaddr *address,
                                      socklen_t length, const char *place)
{
    int saved = errno, rc,
        fd = pirn__tcp_socket(
            (const union pirn__address *)(const void *)address);
    (void)place;
    rc = fd < 0 ? fd : pirn_connect(fd, address, length);
    if (rc == 0 && pirn__is_own_peer(fd))
        rc = -ECONNREFUSED;
    if (rc < 0 && fd >= 0)
        (void)syscall(SYS_close, fd);
    errno = saved;
    return rc < 0 ? rc : fd;
}

#endif
