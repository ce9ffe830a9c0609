/* TCP by numeric address: "127.0.0.1", "::1"; "0.0.0.0" and "::" are every
 * address of the machine. All sockets made here are closed on exec and send
 * small messages at once (TCP_NODELAY), and so do those accepted from them.
 * Translated, they are non-blocking. */
#ifndef PIRN_NET_H
#define PIRN_NET_H

#include <pirn/io.h>

/* Listens for TCP connections to address; accept them with pirn_accept. Port
 * 0 takes a free one, which pirn_tcp_port tells. The port of a server that
 * has ended can be taken at once.
 * Suspends: never.
 * Returns:  a descriptor; -EINVAL if address is not a numeric one or port not
 *           in 0..65535; -errno.
 * Threads:  any. */
PIRN__FUNCTION int pirn_tcp_listen(const char *address, int port);
/* With the place that PIRN_DEBUG=1 tells, if it stays open. */
PIRN__FUNCTION int pirn__listen_at(const char *address, int port,
                                   const char *place);
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_tcp_listen(...) pirn__listen_at(__VA_ARGS__, PIRN__PLACE)
#endif

/* The local port of a TCP socket.
 * Suspends: never.
 * Returns:  the port; -errno; -EAFNOSUPPORT if fd is not a TCP socket.
 * Threads:  any. */
PIRN__FUNCTION int pirn_tcp_port(int fd);

/* Makes a TCP connection to a port at address.
 * Suspends: until the connection is there.
 * Returns:  a descriptor; -EINVAL as pirn_tcp_listen; -ECONNREFUSED: nobody
 *           listens there, also if the system has connected the socket with
 *           itself for that; -errno; -ECANCELED. Only on success is
 *           there anything to close.
 * Owns:     keeps address until it has returned. */
PIRN__ASYNC int pirn_tcp_connect(const char *address, int port);
PIRN__ASYNC int pirn__tcp_connect(const char *address, int port,
                                  const char *place);
#if defined(__PIRN__) && !defined(__PIRN_CHECK__)
#define pirn_tcp_connect(...) pirn__tcp_connect(__VA_ARGS__, PIRN__PLACE)
#endif

#if !defined(__PIRN__) && !defined(PIRN__RUNTIME)
#include <pirn/net_elided.h>
#endif

#endif
