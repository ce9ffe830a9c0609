/* Sockets: TCP and UDP by numeric address ("127.0.0.1", "::1"; "0.0.0.0" and
 * "::" are every address of the machine), connections of TCP also by name, and
 * those of Unix by path. All sockets that are made here are closed on exec.
 * Those of TCP send small messages at once (TCP_NODELAY), and so do those
 * accepted from them. Translated, they are non-blocking. */
#ifndef PIRN_NET_H
#define PIRN_NET_H

#include <pirn/io.h>
#include <stdbool.h>
#include <stdint.h>

/* What may be set of a socket that listens; zeroed memory is as usual. */
struct pirn_listen_options {
    int backlog;     /* connections that wait to be accepted; 0: as many as the
                        system lets */
    bool reuse_port; /* others may listen at the same port, and the system
                        shares out the connections */
    bool keep_alive; /* of its connections: notices that a peer is gone */
    bool delays;     /* of its connections: small messages wait for others, to
                        be sent with them */
};

/* Listens for TCP connections to address; accept them with pirn_accept. Port
 * 0 takes a free one, which pirn_tcp_port tells. The port of a server that
 * has ended can be taken at once.
 * Suspends: never.
 * Returns:  a descriptor; -EINVAL if address is not a numeric one or port not
 *           in 0..65535; -errno.
 * Threads:  any. */
PIRN__FUNCTION int pirn_tcp_listen(const char *address, int port);
/* The same with options, which may be NULL. */
PIRN__FUNCTION int
pirn_tcp_listen_with(const char *address, int port,
                     const struct pirn_listen_options *options);
/* With the place that PIRN_DEBUG=1 tells, if it stays open. */
PIRN__FUNCTION int pirn__tcp_listen(const char *address, int port,
                                    const struct pirn_listen_options *options,
                                    const char *place);
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_tcp_listen(...) pirn__tcp_listen(__VA_ARGS__, 0, PIRN__PLACE)
#define pirn_tcp_listen_with(...) pirn__tcp_listen(__VA_ARGS__, PIRN__PLACE)
#endif

/* The local port of a TCP socket.
 * Suspends: never.
 * Returns:  the port; -errno; -EAFNOSUPPORT if fd is not a TCP socket.
 * Threads:  any. */
PIRN__FUNCTION int pirn_tcp_port(int fd);

/* Makes a TCP connection to a port of host, which is a numeric address, also
 * one with a zone as "fe80::1%eth0", or a name, which pirn_resolve looks up. Of
 * several addresses of a name that one is taken which connects first, as by RFC
 * 8305: IPv6 and IPv4 take turns, and a next one is tried when all before have
 * failed, or after 250 ms.
 * Suspends: until the connection is there.
 * Returns:  a descriptor; -EINVAL: port is not in 0..65535; -ENOENT and the
 *           like as pirn_resolve, for which pirn_resolve_error has words;
 *           -ECONNREFUSED: nobody listens there, also if the system has
 *           connected the socket with itself for that; -errno, of the address
 *           that was the first to fail; -ECANCELED. Only on success is there
 *           anything to close.
 * Owns:     keeps host until it has returned. */
PIRN__ASYNC int pirn_tcp_connect(const char *host, int port);
PIRN__ASYNC int pirn__tcp_connect(const char *host, int port,
                                  const char *place);
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_tcp_connect(...) pirn__tcp_connect(__VA_ARGS__, PIRN__PLACE)
#endif

/* Fills in *out, which has room for *length bytes, with an address and a port
 * for pirn_connect and pirn_sendto, and *length with its size.
 * Suspends: never.
 * Returns:  0; -EINVAL as pirn_tcp_listen, or if there is no room.
 * Threads:  any. */
PIRN__FUNCTION int pirn_address(struct sockaddr *out, socklen_t *length,
                                const char *address, int port);

/* Makes a socket for datagrams of UDP, which gets those sent to address and
 * port; port 0 takes a free one, which pirn_tcp_port tells, too.
 * Suspends: never.
 * Returns:  a descriptor; -EINVAL as pirn_tcp_listen; -errno.
 * Threads:  any. */
PIRN__FUNCTION int pirn_udp_open(const char *address, int port);

/* Listens for connections to a Unix socket, whose file is made at path, and
 * stays there until somebody unlinks it; accept them with pirn_accept. options
 * may be NULL.
 * Suspends: never.
 * Returns:  a descriptor; -EADDRINUSE: there is a file; -ENAMETOOLONG: more
 *           than 107 bytes; -EINVAL: none; -errno.
 * Threads:  any. */
PIRN__FUNCTION int pirn_unix_listen(const char *path,
                                    const struct pirn_listen_options *options);

/* Makes a connection to the Unix socket at path.
 * Suspends: until the connection is there.
 * Returns:  a descriptor; -ECONNREFUSED: nobody listens any more; -EAGAIN:
 *           too many wait to be accepted; -ENAMETOOLONG and -EINVAL as
 *           pirn_unix_listen; -errno; -ECANCELED. Only on success is there
 *           anything to close. */
PIRN__ASYNC int pirn_unix_connect(const char *path);

/* A numeric address of IPv4 or IPv6. */
struct pirn__tcp_address {
    uint32_t words[7];
};
/* Fills in *out. Returns its size; 0 if it is no numeric address, or one with a
 * zone; -EINVAL: the port is none. */
PIRN__FUNCTION int pirn__tcp_address(struct pirn__tcp_address *out,
                                     const char *host, int port);
/* pirn_tcp_connect to one address. */
PIRN__ASYNC int pirn__tcp_connect_to(const struct sockaddr *address,
                                     socklen_t length, const char *place);

/* The address of a Unix socket, as of unix(7). */
struct pirn__unix_address {
    unsigned short family;
    char path[108];
};
/* Fills in *out. Returns its size, or -errno. */
PIRN__FUNCTION int pirn__unix_address(struct pirn__unix_address *out,
                                      const char *path);
/* A socket for streams of Unix. Returns a descriptor, or -errno. */
PIRN__FUNCTION int pirn__unix_socket(void);

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
#include <pirn/net_elided.h>
#endif

#endif
