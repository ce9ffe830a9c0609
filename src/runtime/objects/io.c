/* Operations on descriptors: how any of them waits.
 *
 * All of them are one coroutine: fill in a struct pirn__io, submit it, and
 * unless it is complete at once wait for the driver to hand it back. The
 * frame is taken before submitting, since the driver keeps a pointer to the
 * operation in it if it has to wait; taking and giving back is two moves. */
#include "runtime/objects/io.h"

#include <unistd.h>

static struct pirn__io_frame *frame_of(struct pirn__io *io)
{
    return pirn__container_of(io, struct pirn__io_frame, io);
}

void pirn__io_complete(void *arg, struct pirn__io *io)
{
    if (pirn__unlikely(io->kind->complete)) {
        io->kind->complete(arg, io);
        return;
    }
    struct pirn_task *task = frame_of(io)->task;
    if (io->result == -ECANCELED)
        pirn__scope_failed_wait(task->scope);
    pirn__wake(arg, task, 0);
}

/* Several drivers may know a descriptor, each that of a worker: so that one
 * that is closed is forgotten by all of them. What another worker has closed
 * before this one was given the number is forgotten before it is used. */
bool pirn__io_submit(struct pirn__loop *loop, struct pirn__io *io)
{
    if (pirn__unlikely(loop->worker.crew))
        pirn__crew_uses(loop, io->fd);
    return loop->driver_ops->submit(loop->driver, io);
}

void pirn__io_cancel(struct pirn__loop *loop, struct pirn__io *io)
{
    loop->driver_ops->cancel(loop->driver, io);
}

void pirn__io_release(struct pirn__loop *loop, int fd)
{
    loop->driver_ops->release(loop->driver, fd);
}

static void interrupt(struct pirn__loop *loop, struct pirn_task *task)
{
    struct pirn__io_frame *frame = task->wait.op;
    pirn__io_cancel(loop, &frame->io);
}

static void describe(FILE *out, const struct pirn_task *task)
{
    const struct pirn__io_frame *frame = task->wait.op;
    fprintf(out, "waits for %s on descriptor %d", frame->io.kind->awaits,
            frame->io.fd);
}

PIRN__WAIT_KIND(IO) = {.name = "waits for a descriptor",
                       .interrupt = interrupt,
                       .describe = describe};

/* Puts frame on top of a wait whose own result is of no interest. */
static bool wait_below(struct pirn_worker *w, struct pirn__io_frame *frame)
{
    pirn__frame_link(w, (struct pirn_frame *)frame, NULL);
    return false;
}

/* pirn__exhausted by time: a few operations that move much, or wait for a disk,
 * may take as long as all others that go before one gives way. The clock is
 * asked beside those, and beside each fourth. */
static bool takes_long(struct pirn_worker *w, const struct pirn__io *io)
{
    enum { MUCH = 4096 };
    if (io->result < MUCH && w->budget % 4)
        return false;
    return pirn__unlikely(pirn__loop_is_late(pirn__loop_of(w)));
}

/* Returns true if the operation is complete, false if it is suspended. */
static inline __attribute__((always_inline)) bool
begin(struct pirn_worker *w, struct pirn__io_frame *frame)
{
    struct pirn__loop *loop = pirn__loop_of(w);
    if (pirn__refused(w)) {
        frame->io.result = -ECANCELED;
        (void)pirn__refuse(w);
        return wait_below(w, frame);
    }
    if (pirn__unlikely(frame->io.kind->is_nothing)) {
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

/* There is more to do. True if the coroutine is complete. */
static __attribute__((noinline)) bool go_on(struct pirn_worker *w,
                                            struct pirn__io_frame *frame)
{
    do {
        frame->io.state = 0;
        if (!begin(w, frame))
            return false;
    } while (frame->io.kind->then(&frame->io));
    return true;
}

/* The operation is complete. True if the coroutine is, too. */
static inline bool finish(struct pirn_worker *w, struct pirn__io_frame *frame)
{
    const struct pirn__io_kind *kind = frame->io.kind;
    return !kind->then || !kind->then(&frame->io) || go_on(w, frame);
}

struct pirn_frame *pirn__io_step(struct pirn_frame *self, struct pirn_worker *w)
{
    struct pirn__io_frame *frame = (struct pirn__io_frame *)self;
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
    return ((const struct pirn__io_frame *)self)->io.kind->name;
}

PIRN__NATIVE(pirn__io_step, NULL, name_of);

ssize_t pirn__io_enter(struct pirn_worker *w, struct pirn__io_frame *frame)
{
    ssize_t result;
    if (frame->state == 0 || !begin(w, frame) || !finish(w, frame))
        return 0;
    result = frame->io.result;
    pirn__frame_free(w, (struct pirn_frame *)frame);
    return result;
}

ssize_t pirn__io_begin(struct pirn_worker *w, const struct pirn__io *io,
                       bool is_wide)
{
    struct pirn__io_frame *frame = pirn__io_frame_new(w, is_wide);
    if (!frame)
        return 0;
    frame->io = *io;
    return pirn__io_enter(w, frame);
}

/* pirn_poll ---------------------------------------------------------------- */

ssize_t pirn__io_poll_attempt(struct pirn__io *io, uint8_t *manner)
{
    (void)manner;
    return pirn__poll_now(io->fd, io->events);
}

static const struct pirn__io_kind POLL = {
    .name = "pirn_poll",
    .awaits = "an event",
    .side = PIRN__IO_POLLERS,
    .attempt = pirn__io_poll_attempt,
};

PIRN__OPERATION(int, pirn_poll, (int, fd), (int, events))
{
    io->kind = &POLL;
    io->fd = fd;
    io->events = (short)events;
}

/* pirn_close, which never waits ---------------------------------------------
 */

/* Linux has closed fd even when close(2) was interrupted. */
PIRN__AWAITABLE(pirn_close, PIRN__HOLD_NONE, (int, fd))
{
    struct pirn__loop *loop = pirn__loop_of(w);
    int saved = errno, rc;
    if (pirn__unlikely(w->crew))
        pirn__crew_forgets(loop, fd);
    pirn__io_release(loop, fd);
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
