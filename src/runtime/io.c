/* The operations of <pirn/io.h>, as coroutines written by hand.
 *
 * All of them are one coroutine: fill in a struct pirn__io, submit it, and
 * unless it is complete at once wait for the driver to hand it back. The
 * frame is taken before submitting, since the driver keeps a pointer to the
 * operation in it if it has to wait; taking and giving back is two moves. */
#include "runtime.h"

#include <errno.h>
#include <unistd.h>

struct io_frame {
    PIRN__FRAME_HEADER;
    bool is_wide; /* the result is a ssize_t, not an int */
    bool is_all;  /* pirn_write_all */
    struct pirn_task *task;
    struct pirn__io io;
    size_t sent, *done; /* valid if is_all; done may be NULL */
};

static struct io_frame *frame_of(struct pirn__io *io)
{
    return pirn__container_of(io, struct io_frame, io);
}

void pirn__io_complete(void *arg, struct pirn__io *io)
{
    struct pirn_task *task = frame_of(io)->task;
    if (io->result == -ECANCELED)
        pirn__scope_failed_wait(task->scope);
    pirn__wake(arg, task, 0);
}

static void cancel(struct pirn__loop *loop, struct pirn_task *task, void *arg)
{
    struct io_frame *frame = arg;
    (void)task;
    loop->driver_ops->cancel(loop->driver, &frame->io);
}

/* Puts frame on top of a wait whose own result is of no interest. */
static bool wait_below(struct pirn_worker *w, struct io_frame *frame)
{
    pirn__frame_link(w, (struct pirn_frame *)frame, NULL);
    return false;
}

/* Returns true if the operation is complete, false if it is suspended. */
static bool begin(struct pirn_worker *w, struct io_frame *frame)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    if (pirn__refused(w)) {
        frame->io.result = -ECANCELED;
        (void)pirn__refuse(w);
        return wait_below(w, frame);
    }
    if (!loop->driver_ops->submit(loop->driver, &frame->io)) {
        frame->task = w->current;
        (void)pirn__suspend(w, cancel, frame);
        return wait_below(w, frame);
    }
    if (pirn__exhausted(w)) {
        (void)pirn__give_way(w, 0);
        return wait_below(w, frame);
    }
    return true;
}

/* Takes account of a part that was written. True if more has to follow. */
static bool advance(struct io_frame *frame)
{
    struct pirn__io *io = &frame->io;
    ssize_t n = io->result;
    if (n < 0)
        return false;
    frame->sent += (size_t)n;
    if (frame->done)
        *frame->done = frame->sent;
    io->buffer.data = (char *)io->buffer.data + n;
    io->buffer.size -= (size_t)n;
    io->result = n > 0 || io->buffer.size == 0 ? 0 : -EIO;
    return n > 0 && io->buffer.size > 0;
}

/* The operation is complete. True if the coroutine is, too. */
static bool finish(struct pirn_worker *w, struct io_frame *frame)
{
    if (frame->is_all)
        while (advance(frame))
            if (!begin(w, frame))
                return false;
    return true;
}

static struct pirn_frame *step(struct pirn_frame *self, struct pirn_worker *w)
{
    struct io_frame *frame = (struct io_frame *)self;
    if (frame->state == 0) {
        frame->state = 1;
        if (!begin(w, frame))
            return NULL;
    }
    if (!finish(w, frame))
        return NULL;
    if (frame->is_wide && self->link.result) {
        *(ssize_t *)self->link.result = frame->io.result;
        self->link.result = NULL;
    }
    return pirn__frame_finish(w, self, (int)frame->io.result);
}

/* What every entry does. Of what it leaves out of arguments the rest is 0. */
static inline ssize_t enter(struct pirn_worker *w,
                            const struct io_frame *arguments)
{
    struct io_frame *frame;
    ssize_t result;
    if (pirn__must_start(w))
        frame = pirn__frame_start(w, sizeof(*frame), 8, step);
    else
        frame = pirn__frame_new(w, sizeof(*frame), 8, step, 1);
    if (!frame)
        return 0;
    frame->is_wide = arguments->is_wide;
    frame->is_all = arguments->is_all;
    frame->io = arguments->io;
    if (frame->is_all) {
        frame->sent = arguments->sent;
        frame->done = arguments->done;
    }
    if (frame->state == 0 || !begin(w, frame) || !finish(w, frame))
        return 0;
    result = frame->io.result;
    pirn__frame_free(w, (struct pirn_frame *)frame);
    return result;
}

ssize_t pirn_read(struct pirn_worker *w, int fd, void *buf, size_t n)
{
    return enter(
        w, &(struct io_frame){
               .is_wide = true,
               .io = {.fd = fd, .kind = PIRN__IO_READ, .buffer = {buf, n}}});
}

ssize_t pirn_write(struct pirn_worker *w, int fd, const void *buf, size_t n)
{
    return enter(w, &(struct io_frame){.is_wide = true,
                                       .io = {.fd = fd,
                                              .kind = PIRN__IO_WRITE,
                                              .buffer = {(void *)buf, n}}});
}

ssize_t pirn_readv(struct pirn_worker *w, int fd, const struct iovec *parts,
                   int count)
{
    return enter(w, &(struct io_frame){.is_wide = true,
                                       .io = {.fd = fd,
                                              .kind = PIRN__IO_READV,
                                              .vector = {parts, count}}});
}

ssize_t pirn_writev(struct pirn_worker *w, int fd, const struct iovec *parts,
                    int count)
{
    return enter(w, &(struct io_frame){.is_wide = true,
                                       .io = {.fd = fd,
                                              .kind = PIRN__IO_WRITEV,
                                              .vector = {parts, count}}});
}

int pirn_write_all(struct pirn_worker *w, int fd, const void *buf, size_t n,
                   size_t *done)
{
    size_t sent = done ? *done : 0;
    return (int)enter(
        w, &(struct io_frame){
               .is_all = true,
               .io = {.fd = fd,
                      .kind = PIRN__IO_WRITE,
                      .buffer = {(char *)(uintptr_t)buf + sent, n - sent}},
               .sent = sent,
               .done = done});
}

ssize_t pirn_recv(struct pirn_worker *w, int fd, void *buf, size_t n, int flags)
{
    return enter(w, &(struct io_frame){.is_wide = true,
                                       .io = {.fd = fd,
                                              .kind = PIRN__IO_RECV,
                                              .flags = flags,
                                              .buffer = {buf, n}}});
}

ssize_t pirn_send(struct pirn_worker *w, int fd, const void *buf, size_t n,
                  int flags)
{
    return enter(w, &(struct io_frame){.is_wide = true,
                                       .io = {.fd = fd,
                                              .kind = PIRN__IO_SEND,
                                              .flags = flags,
                                              .buffer = {(void *)buf, n}}});
}

int pirn_accept(struct pirn_worker *w, int fd, struct sockaddr *peer,
                socklen_t *length)
{
    return (int)enter(
        w, &(struct io_frame){.io = {.fd = fd,
                                     .kind = PIRN__IO_ACCEPT,
                                     .flags = SOCK_NONBLOCK | SOCK_CLOEXEC,
                                     .peer = {peer, length}}});
}

int pirn_connect(struct pirn_worker *w, int fd, const struct sockaddr *address,
                 socklen_t length)
{
    return (int)enter(w,
                      &(struct io_frame){.io = {.fd = fd,
                                                .kind = PIRN__IO_CONNECT,
                                                .address = {address, length}}});
}

int pirn_poll(struct pirn_worker *w, int fd, int events)
{
    return (int)enter(w, &(struct io_frame){.io = {.fd = fd,
                                                   .kind = PIRN__IO_POLL,
                                                   .events = (short)events}});
}

/* pirn_close, which never waits -------------------------------------------- */

struct close_frame {
    PIRN__FRAME_HEADER;
    int fd;
};

/* Linux has closed fd even when close(2) was interrupted. */
static int forget_and_close(struct pirn_worker *w, int fd)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    int saved = errno, rc;
    loop->driver_ops->forget(loop->driver, fd);
    rc = close(fd) < 0 && errno != EINTR ? -errno : 0;
    errno = saved;
    return rc;
}

static struct pirn_frame *close_step(struct pirn_frame *self,
                                     struct pirn_worker *w)
{
    int fd = ((struct close_frame *)self)->fd;
    return pirn__frame_finish(w, self, forget_and_close(w, fd));
}

int pirn_close(struct pirn_worker *w, int fd)
{
    if (pirn__must_start(w)) {
        struct close_frame *frame =
            pirn__frame_start(w, sizeof(*frame), 8, close_step);
        if (frame)
            frame->fd = fd;
        return 0;
    }
    return forget_and_close(w, fd);
}
