/* TCP by numeric address. */
#include "debug.h"
#include "io.h"
#include "runtime.h"

int pirn_tcp_listen(const char *address, int port)
{
    return pirn__listen_at(address, port, NULL);
}

int pirn__listen_at(const char *address, int port, const char *place)
{
    int fd = pirn__tcp_listen(address, port, SOCK_NONBLOCK);
    if (pirn__unlikely(pirn__debugs))
        pirn__debug_fd_made(fd, place);
    return fd;
}

int pirn_tcp_port(int fd)
{
    return pirn__tcp_port(fd);
}

/* pirn_tcp_connect: a socket, a pirn_connect, and if that fails a close. ----
 */

struct connect_frame {
    PIRN__FRAME_HEADER;
    int rc;
    int fd, port;
    const char *name, *place; /* place: "file:line", or NULL */
    union pirn__address address;
};

/* Returns a socket for name, whose address goes to *address, or -errno. */
static int prepare(struct pirn_worker *w, struct connect_frame *frame,
                   socklen_t *length)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    *length = pirn__address_of(&frame->address, frame->name, frame->port);
    if (*length == 0)
        return -EINVAL;
    frame->fd = pirn__tcp_socket(&frame->address, SOCK_NONBLOCK);
    if (frame->fd >= 0) /* what had the number before */
        loop->driver_ops->forget(loop->driver, frame->fd);
    return frame->fd;
}

/* Returns false if it is suspended; else frame->rc is set. */
static bool begin(struct pirn_worker *w, struct connect_frame *frame)
{
    socklen_t length;
    frame->rc = prepare(w, frame, &length);
    if (frame->rc < 0)
        return true;
    frame->rc = pirn_connect(w, frame->fd, &frame->address.any, length);
    if (!w->suspended)
        return true;
    pirn__frame_link(w, (struct pirn_frame *)frame, &frame->rc);
    return false;
}

/* The result, when pirn_connect has returned frame->rc. */
static int conclude(struct pirn_worker *w, struct connect_frame *frame)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    int saved = errno;
    if (frame->rc == 0 && pirn__is_own_peer(frame->fd, frame->port))
        frame->rc = -ECONNREFUSED;
    if (pirn__unlikely(pirn__debugs) && frame->rc == 0)
        pirn__debug_fd_made(frame->fd, frame->place);
    if (frame->fd < 0 || frame->rc == 0)
        return frame->rc < 0 ? frame->rc : frame->fd;
    loop->driver_ops->forget(loop->driver, frame->fd);
    (void)close(frame->fd);
    errno = saved;
    return frame->rc;
}

static struct pirn_frame *step(struct pirn_frame *self, struct pirn_worker *w)
{
    struct connect_frame *frame = (struct connect_frame *)self;
    if (frame->state == 0) {
        frame->state = 1;
        if (!begin(w, frame))
            return NULL;
    }
    return pirn__frame_finish(w, self, conclude(w, frame));
}

PIRN__NATIVE(step, "pirn_tcp_connect", NULL);

int pirn_tcp_connect(struct pirn_worker *w, const char *address, int port)
{
    return pirn__tcp_connect(w, address, port, NULL);
}

int pirn__tcp_connect(struct pirn_worker *w, const char *address, int port,
                      const char *place)
{
    struct connect_frame *frame;
    int result;
    if (pirn__must_start(w))
        frame = pirn__frame_start(w, sizeof(*frame), 8, step);
    else
        frame = pirn__frame_new(w, sizeof(*frame), 8, step, 1);
    if (!frame)
        return 0;
    frame->fd = -1;
    frame->name = address;
    frame->place = place;
    frame->port = port;
    if (frame->state == 0 || !begin(w, frame))
        return 0;
    result = conclude(w, frame);
    pirn__frame_free(w, (struct pirn_frame *)frame);
    return result;
}
