/* Sockets of TCP and UDP, by numeric address, and of Unix. */
#include "runtime/objects/io.h"
#include "runtime/runtime.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

/* Fills in *out. Returns its length, or 0 if it is no numeric address. */
static socklen_t address_of(union address *out, const char *address, int port)
{
    *out = (union address){.v6 = {.sin6_family = AF_UNSPEC}};
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

/* A non-blocking socket, or -errno. */
static int socket_of(int family, int type)
{
    int saved = errno;
    int fd = PIRN__SYSTEM(
        SOCKET, socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    int rc = fd < 0 ? -errno : fd;
    errno = saved;
    return rc;
}

/* Sets an option of fd, where that is as good as certain not to fail. */
static void set_on(int fd, int level, int option)
{
    int on = 1, saved = errno;
    (void)setsockopt(fd, level, option, &on, sizeof(on));
    errno = saved;
}

static int tcp_socket(const union address *address)
{
    int fd = socket_of(address->any.sa_family, SOCK_STREAM);
    if (fd >= 0)
        set_on(fd, IPPROTO_TCP, TCP_NODELAY);
    return fd;
}

/* fd, which is a socket or -errno, gets an address, and listens if backlog is
 * not 0. Returns it, or -errno, and then it is closed. */
static int bind_to(int fd, const struct sockaddr *address, socklen_t length,
                   int backlog)
{
    int saved = errno, rc = fd;
    if (fd < 0)
        return fd;
    if (PIRN__SYSTEM(BIND, bind(fd, address, length)) < 0 ||
        (backlog && PIRN__SYSTEM(BIND, listen(fd, backlog)) < 0)) {
        rc = -errno;
        (void)close(fd);
    }
    errno = saved;
    return rc;
}

static int backlog_of(const struct pirn_listen_options *options)
{
    return options && options->backlog > 0 ? options->backlog : SOMAXCONN;
}

static int listen_at(const char *address, int port,
                     const struct pirn_listen_options *options)
{
    union address a;
    socklen_t length = address_of(&a, address, port);
    if (length == 0)
        return -EINVAL;
    bool delays = options && options->delays;
    int fd = delays ? socket_of(a.any.sa_family, SOCK_STREAM) : tcp_socket(&a);
    if (fd < 0)
        return fd;
    set_on(fd, SOL_SOCKET, SO_REUSEADDR);
    if (options && options->reuse_port)
        set_on(fd, SOL_SOCKET, SO_REUSEPORT);
    if (options && options->keep_alive)
        set_on(fd, SOL_SOCKET, SO_KEEPALIVE);
    return bind_to(fd, &a.any, length, backlog_of(options));
}

/* Returns fd, which may be -errno. */
static int noted(int fd, const char *place)
{
    if (pirn__unlikely(pirn__ledger != NULL))
        pirn__ledger->fd_made(fd, place);
    return fd;
}

int pirn_address(struct sockaddr *out, socklen_t *length, const char *address,
                 int port)
{
    union address a;
    pirn__check_object(address, "pirn_address", "address");
    socklen_t size = address_of(&a, address, port);
    if (size == 0 || size > *length)
        return -EINVAL;
    memcpy(out, &a, size);
    *length = size;
    return 0;
}

int pirn_udp_open(const char *address, int port)
{
    union address a;
    pirn__check_object(address, "pirn_udp_open", "address");
    socklen_t length = address_of(&a, address, port);
    if (length == 0)
        return -EINVAL;
    int fd = socket_of(a.any.sa_family, SOCK_DGRAM);
    return noted(bind_to(fd, &a.any, length, 0), NULL);
}

/* Unix --------------------------------------------------------------------- */

int pirn__unix_address(struct pirn__unix_address *out, const char *path)
{
    pirn__check_object(path, "a Unix socket", "path");
    size_t length = strlen(path);
    *out = (struct pirn__unix_address){.family = AF_UNIX};
    if (length == 0)
        return -EINVAL;
    if (length >= sizeof out->path)
        return -ENAMETOOLONG;
    memcpy(out->path, path, length);
    return (int)sizeof *out;
}

int pirn__unix_socket(void)
{
    return noted(socket_of(AF_UNIX, SOCK_STREAM), NULL);
}

int pirn_unix_listen(const char *path,
                     const struct pirn_listen_options *options)
{
    struct pirn__unix_address address;
    int length = pirn__unix_address(&address, path);
    if (length < 0)
        return length;
    int fd = socket_of(AF_UNIX, SOCK_STREAM);
    return noted(bind_to(fd, (struct sockaddr *)&address, (socklen_t)length,
                         backlog_of(options)),
                 NULL);
}

/* TCP ---------------------------------------------------------------------- */

int pirn_tcp_port(int fd)
{
    union address a;
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
static bool is_own_peer(int fd, int port)
{
    union address own, peer;
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

int pirn__tcp_listen(const char *address, int port,
                     const struct pirn_listen_options *options,
                     const char *place)
{
    pirn__check_object(address, "pirn_tcp_listen", "address");
    return noted(listen_at(address, port, options), place);
}

int pirn_tcp_listen(const char *address, int port)
{
    return pirn__tcp_listen(address, port, NULL, NULL);
}

int pirn_tcp_listen_with(const char *address, int port,
                         const struct pirn_listen_options *options)
{
    return pirn__tcp_listen(address, port, options, NULL);
}

int pirn__tcp_address(struct pirn__tcp_address *out, const char *host, int port)
{
    union address a;
    pirn__check_object(host, "pirn_tcp_connect", "address");
    if (port < 0 || port > 65535)
        return -EINVAL;
    socklen_t length = address_of(&a, host, port);
    memcpy(out, &a, sizeof a);
    return (int)length;
}

/* To an address: a socket, a pirn_connect, and if that fails a close. ------ */

struct connect_frame {
    PIRN__FRAME_HEADER;
    int rc;
    int fd;
    const char *place; /* "file:line", or NULL */
    union address address;
};

/* Returns false if it is suspended; else frame->rc is set. */
static bool begin(struct pirn_worker *w, struct connect_frame *frame,
                  socklen_t length)
{
    frame->rc = frame->fd = tcp_socket(&frame->address);
    if (frame->rc < 0)
        return true;
    /* what had the number before */
    pirn__io_release(pirn__loop_of(w), frame->fd);
    frame->rc = entry_pirn_connect(w, frame->fd, &frame->address.any, length);
    if (!w->suspended)
        return true;
    pirn__frame_link(w, (struct pirn_frame *)frame, &frame->rc);
    return false;
}

/* The result, when pirn_connect has returned frame->rc. */
static int conclude(struct pirn_worker *w, struct connect_frame *frame)
{
    int saved = errno, port = ntohs(frame->address.v4.sin_port);
    if (frame->rc == 0 && is_own_peer(frame->fd, port))
        frame->rc = -ECONNREFUSED;
    if (pirn__unlikely(pirn__ledger != NULL) && frame->rc == 0)
        pirn__ledger->fd_made(frame->fd, frame->place);
    if (frame->fd < 0 || frame->rc == 0)
        return frame->rc < 0 ? frame->rc : frame->fd;
    pirn__io_release(pirn__loop_of(w), frame->fd);
    (void)close(frame->fd);
    errno = saved;
    return frame->rc;
}

static struct pirn_frame *connect_step(struct pirn_frame *self,
                                       struct pirn_worker *w)
{
    int rc = conclude(w, (struct connect_frame *)self);
    return pirn__frame_finish(w, self, rc);
}

PIRN__NATIVE(connect_step, "pirn_tcp_connect", NULL);

/* Its own frame holds the address, besides that of a call that is spawned. */
PIRN__AWAITABLE_AS(pirn__tcp_connect_to, "pirn_tcp_connect", PIRN__HOLD_NONE,
                   (const struct sockaddr *, address), (socklen_t, length),
                   (const char *, place))
{
    struct connect_frame *frame =
        pirn__frame_new(w, sizeof(*frame), 8, connect_step, 0);
    frame->place = place;
    memcpy(&frame->address, address,
           length < sizeof frame->address ? length : sizeof frame->address);
    if (!begin(w, frame, length))
        return 0;
    int result = conclude(w, frame);
    pirn__frame_free(w, (struct pirn_frame *)frame);
    return result;
}
