/* The operations of <pirn/io.h>, as coroutines written by hand.
 *
 * All of them are one coroutine: fill in a struct pirn__io, submit it, and
 * unless it is complete at once wait for the driver to hand it back. The
 * frame is taken before submitting, since the driver keeps a pointer to the
 * operation in it if it has to wait; taking and giving back is two moves. */
#include "runtime/objects/io.h"
#include "runtime/objects/attempt.h"
#include "runtime/objects/select.h"
#include "runtime/runtime.h"

#include <errno.h>
#include <unistd.h>

struct io_frame {
    PIRN__FRAME_HEADER;
    bool is_wide; /* the result is a ssize_t, not an int */
    bool is_all;  /* pirn_write_all, or a recv with MSG_WAITALL */
    struct pirn_task *task;
    struct pirn__io io;
    union {
        struct {
            size_t sent, *done; /* valid if is_all; done may be NULL. Or so
                                   much has been received */
        };
        const char *place; /* of an accept: "file:line", or NULL */
    };
};

static struct io_frame *frame_of(struct pirn__io *io)
{
    return pirn__container_of(io, struct io_frame, io);
}

void pirn__io_complete(void *arg, struct pirn__io *io)
{
    if (pirn__unlikely(io->is_clause)) {
        pirn__select_polled(arg, io);
        return;
    }
    struct pirn_task *task = frame_of(io)->task;
    if (io->result == -ECANCELED)
        pirn__scope_failed_wait(task->scope);
    pirn__wake(arg, task, 0);
}

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct io_frame *frame = task->wait.op;
    loop->driver_ops->cancel(loop->driver, &frame->io);
}

/* True of what waits behind nobody, as it transfers nothing or asks for not
 * waiting. */
static bool is_ahead_of_all(const struct pirn__io *io)
{
    return pirn__is_vain(io) || pirn__never_waits(io);
}

static bool attempt_ahead(struct pirn__io *io)
{
    uint8_t manner = 0;
    io->state = 0;
    io->result = pirn__attempt(io, &manner);
    return io->result != PIRN__WOULD_WAIT;
}

/* Several drivers may know a descriptor, each that of a worker: so that one
 * that is closed is forgotten by all of them. What another worker has closed
 * before this one was given the number is forgotten before it is used. */
bool pirn__io_submit(struct pirn__loop *loop, struct pirn__io *io)
{
    if (pirn__unlikely(loop->worker.crew))
        pirn__crew_uses(loop, io->fd);
    if (pirn__unlikely(is_ahead_of_all(io)) && attempt_ahead(io))
        return true;
    return loop->driver_ops->submit(loop->driver, io);
}

/* Puts frame on top of a wait whose own result is of no interest. */
static bool wait_below(struct pirn_worker *w, struct io_frame *frame)
{
    pirn__frame_link(w, (struct pirn_frame *)frame, NULL);
    return false;
}

/* True for a pirn_write_all with nothing to write, for which there is no call
 * to be made. */
static bool is_done(const struct io_frame *frame)
{
    return frame->is_all && frame->io.kind == PIRN__IO_WRITE &&
           frame->io.buffer.size == 0;
}

/* The same by time: a few operations that move much, or wait for a disk, may
 * take as long as all others that go before one gives way. The clock is asked
 * beside those, and beside each fourth. */
static bool takes_long(struct pirn_worker *w, const struct pirn__io *io)
{
    enum { MUCH = 4096 };
    if (io->result < MUCH && w->budget % 4)
        return false;
    return pirn__unlikely(pirn__loop_is_late(pirn__loop_of(w)));
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
    if (pirn__unlikely(is_done(frame))) {
        frame->io.result = 0;
    } else if (!pirn__io_submit(loop, &frame->io)) {
        frame->task = w->current;
        (void)pirn__suspend(w, PIRN__WAIT_IO, frame);
        return wait_below(w, frame);
    }
    if (pirn__exhausted(w) || takes_long(w, &frame->io)) {
        (void)pirn__give_way(w, 0);
        return wait_below(w, frame);
    }
    return true;
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
static bool advance_recv(struct io_frame *frame)
{
    struct pirn__io *io = &frame->io;
    ssize_t n = io->result;
    if (n > 0) {
        frame->sent += (size_t)n;
        io->buffer.data = (char *)io->buffer.data + n;
        io->buffer.size -= (size_t)n;
        if (io->buffer.size > 0 && is_stream(io->fd))
            return true;
    }
    if (frame->sent > 0)
        io->result = (ssize_t)frame->sent;
    return false;
}

/* Takes account of a part that was transferred. True if more has to follow. */
static bool advance(struct io_frame *frame)
{
    struct pirn__io *io = &frame->io;
    ssize_t n = io->result;
    if (io->kind == PIRN__IO_RECV)
        return advance_recv(frame);
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
    if (pirn__unlikely(pirn__ledger != NULL) &&
        frame->io.kind == PIRN__IO_ACCEPT)
        pirn__ledger->fd_made((int)frame->io.result, frame->place);
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

static const char *name_of(const struct pirn_frame *self)
{
    static const char *const names[] = {
        [PIRN__IO_READ] = "pirn_read",     [PIRN__IO_WRITE] = "pirn_write",
        [PIRN__IO_READV] = "pirn_readv",   [PIRN__IO_WRITEV] = "pirn_writev",
        [PIRN__IO_RECV] = "pirn_recv",     [PIRN__IO_SEND] = "pirn_send",
        [PIRN__IO_ACCEPT] = "pirn_accept", [PIRN__IO_CONNECT] = "pirn_connect",
        [PIRN__IO_POLL] = "pirn_poll",
    };
    const struct io_frame *frame = (const struct io_frame *)self;
    return frame->is_all && frame->io.kind == PIRN__IO_WRITE
               ? "pirn_write_all"
               : names[frame->io.kind];
}

PIRN__NATIVE(step, NULL, name_of);

static void describe(FILE *out, const struct pirn_task *task)
{
    const struct pirn__io *io = &((const struct io_frame *)task->wait.op)->io;
    bool reads = io->kind == PIRN__IO_READ || io->kind == PIRN__IO_READV ||
                 io->kind == PIRN__IO_RECV;
    const char *what = reads                          ? "something to read"
                       : io->kind == PIRN__IO_ACCEPT  ? "a connection"
                       : io->kind == PIRN__IO_CONNECT ? "its connection"
                       : io->kind == PIRN__IO_POLL    ? "an event"
                                                      : "room to write";
    fprintf(out, "waits for %s on descriptor %d", what, io->fd);
}

PIRN__WAIT_KIND(IO) = {.name = "waits for a descriptor",
                       .interrupt = interrupt,
                       .describe = describe};

/* What every entry begins with: a frame whose operation lacks nothing but the
 * members that its kind makes count. NULL: there is none to be made. */
static inline struct io_frame *make(struct pirn_worker *w, int fd,
                                    enum pirn__io_kind kind)
{
    struct io_frame *frame;
    if (pirn__must_start(w))
        frame = pirn__frame_start(w, sizeof(*frame), 8, step);
    else
        frame = pirn__frame_new(w, sizeof(*frame), 8, step, 1);
    if (!frame)
        return NULL;
    frame->is_wide = kind <= PIRN__IO_SEND;
    frame->is_all = false;
    frame->io.fd = fd;
    frame->io.kind = (uint8_t)kind;
    frame->io.is_clause = false;
    return frame;
}

/* And what it ends with. */
static inline ssize_t enter(struct pirn_worker *w, struct io_frame *frame)
{
    ssize_t result;
    if (frame->state == 0 || !begin(w, frame) || !finish(w, frame))
        return 0;
    result = frame->io.result;
    pirn__frame_free(w, (struct pirn_frame *)frame);
    return result;
}

static inline ssize_t transfer(struct pirn_worker *w, int fd,
                               enum pirn__io_kind kind, const void *data,
                               size_t size, int flags)
{
    struct io_frame *frame = make(w, fd, kind);
    if (!frame)
        return 0;
    frame->io.flags = flags;
    frame->io.buffer.data = (void *)(uintptr_t)data;
    frame->io.buffer.size = size;
    return enter(w, frame);
}

static inline ssize_t transfer_parts(struct pirn_worker *w, int fd,
                                     enum pirn__io_kind kind,
                                     const struct iovec *parts, int count)
{
    struct io_frame *frame = make(w, fd, kind);
    if (!frame)
        return 0;
    frame->io.vector.parts = parts;
    frame->io.vector.count = count;
    return enter(w, frame);
}

ssize_t pirn_read(struct pirn_worker *w, int fd, void *buf, size_t n)
{
    return transfer(w, fd, PIRN__IO_READ, buf, n, 0);
}

ssize_t pirn_write(struct pirn_worker *w, int fd, const void *buf, size_t n)
{
    return transfer(w, fd, PIRN__IO_WRITE, buf, n, 0);
}

ssize_t pirn_readv(struct pirn_worker *w, int fd, const struct iovec *parts,
                   int count)
{
    return transfer_parts(w, fd, PIRN__IO_READV, parts, count);
}

ssize_t pirn_writev(struct pirn_worker *w, int fd, const struct iovec *parts,
                    int count)
{
    return transfer_parts(w, fd, PIRN__IO_WRITEV, parts, count);
}

ssize_t pirn_recv(struct pirn_worker *w, int fd, void *buf, size_t n, int flags)
{
    const int never_wait = MSG_DONTWAIT | MSG_OOB | MSG_ERRQUEUE;
    struct io_frame *frame;
    if (pirn__likely(!(flags & MSG_WAITALL)))
        return transfer(w, fd, PIRN__IO_RECV, buf, n, flags);
    frame = make(w, fd, PIRN__IO_RECV);
    if (!frame)
        return 0;
    frame->is_all = !(flags & never_wait);
    frame->sent = 0;
    frame->done = NULL;
    frame->io.flags = flags & ~MSG_WAITALL;
    frame->io.buffer.data = buf;
    frame->io.buffer.size = n;
    if (frame->is_all && (flags & MSG_PEEK)) /* refused: see io.h */
        frame->io.flags = flags;
    return enter(w, frame);
}

ssize_t pirn_send(struct pirn_worker *w, int fd, const void *buf, size_t n,
                  int flags)
{
    return transfer(w, fd, PIRN__IO_SEND, buf, n, flags);
}

int pirn_write_all(struct pirn_worker *w, int fd, const void *buf, size_t n,
                   size_t *done)
{
    struct io_frame *frame = make(w, fd, PIRN__IO_WRITE);
    if (!frame)
        return 0;
    frame->is_wide = false;
    frame->is_all = true;
    frame->done = done;
    frame->sent = done ? *done : 0;
    frame->io.buffer.data = (char *)(uintptr_t)buf + frame->sent;
    frame->io.buffer.size = n > frame->sent ? n - frame->sent : 0;
    return (int)enter(w, frame);
}

int pirn_accept(struct pirn_worker *w, int fd, struct sockaddr *peer,
                socklen_t *length)
{
    return pirn__accept(w, fd, peer, length, NULL);
}

int pirn__accept(struct pirn_worker *w, int fd, struct sockaddr *peer,
                 socklen_t *length, const char *place)
{
    struct io_frame *frame = make(w, fd, PIRN__IO_ACCEPT);
    if (!frame)
        return 0;
    frame->place = place;
    frame->io.flags = SOCK_NONBLOCK | SOCK_CLOEXEC;
    frame->io.peer.address = peer;
    frame->io.peer.length = length;
    return (int)enter(w, frame);
}

int pirn_connect(struct pirn_worker *w, int fd, const struct sockaddr *address,
                 socklen_t length)
{
    struct io_frame *frame = make(w, fd, PIRN__IO_CONNECT);
    if (!frame)
        return 0;
    frame->io.address.address = address;
    frame->io.address.length = length;
    return (int)enter(w, frame);
}

int pirn_poll(struct pirn_worker *w, int fd, int events)
{
    struct io_frame *frame = make(w, fd, PIRN__IO_POLL);
    if (!frame)
        return 0;
    frame->io.events = (short)events;
    return (int)enter(w, frame);
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
    if (pirn__unlikely(w->crew))
        pirn__crew_forgets(loop, fd);
    loop->driver_ops->release(loop->driver, fd);
    if (pirn__unlikely(pirn__ledger != NULL))
        pirn__ledger->fd_closed(fd);
    rc = close(fd);
    if (pirn__call_fails(PIRN__CALL_CLOSE))
        rc = -1;
    rc = rc < 0 && errno != EINTR ? -errno : 0;
    if (pirn__unlikely(w->crew))
        pirn__crew_closed(loop, fd);
    errno = saved;
    return rc;
}

static struct pirn_frame *close_step(struct pirn_frame *self,
                                     struct pirn_worker *w)
{
    int fd = ((struct close_frame *)self)->fd;
    return pirn__frame_finish(w, self, forget_and_close(w, fd));
}

PIRN__NATIVE(close_step, "pirn_close", NULL);

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
