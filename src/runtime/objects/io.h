/* Operations on descriptors. One that has to wait belongs to the driver of the
 * worker until that says that it is complete: see driver.h. The task that waits
 * for it stays on that worker meanwhile.
 *
 * An operation stands in one place: what is to be known of its kind, and the
 * coroutine, which sets the members of a struct pirn__io:
 *
 *     static const struct pirn__io_kind READ = {.name = "pirn_read", ...};
 *
 *     PIRN__OPERATION(ssize_t, pirn_read, (int, fd), (void *, buf), ...)
 *     {
 *         io->kind = &READ;
 *         io->fd = fd;
 *         ...
 *     }
 *
 * The public header declares the same without the worker, and the compiler
 * compares them. No driver, nor dumps, tests or the library for --threads have
 * to know of it; a system call that is new has a line in base/fault.h. */
#ifndef PIRN_RUNTIME_IO_H
#define PIRN_RUNTIME_IO_H

#include "runtime/objects/attempt.h"
#include "runtime/wait/awaitable.h"
#include "runtime/wait/worker.h"

#pragma GCC visibility push(hidden)

struct pirn__io_frame {
    PIRN__FRAME_HEADER;
    bool is_wide; /* the result is a ssize_t, not an int */
    struct pirn_task *task;
    struct pirn__io io;
};

struct pirn_frame *pirn__io_step(struct pirn_frame *self,
                                 struct pirn_worker *w);

/* A frame whose operation is to be set. NULL: there is none to be made. */
static inline struct pirn__io_frame *pirn__io_frame_new(struct pirn_worker *w,
                                                        bool is_wide)
{
    struct pirn__io_frame *frame;
    if (pirn__must_start(w))
        frame = pirn__frame_start(w, sizeof(*frame), 8, pirn__io_step);
    else
        frame = pirn__frame_new(w, sizeof(*frame), 8, pirn__io_step, 1);
    if (!frame)
        return NULL;
    frame->is_wide = is_wide;
    frame->io.state = 0;
    return frame;
}

/* Performs the operation of frame, which is set, or begins to wait. */
ssize_t pirn__io_enter(struct pirn_worker *w, struct pirn__io_frame *frame);

/* Performs a copy of io, which may have been done in part, likewise. */
ssize_t pirn__io_begin(struct pirn_worker *w, const struct pirn__io *io,
                       bool is_wide);

#ifndef PIRN__IN_FRONT_OF_OPERATION
#define PIRN__IN_FRONT_OF_OPERATION(...)
#endif

#define PIRN__OPERATION(RESULT, NAME, ...)                                     \
    RESULT NAME(PIRN__SIGNATURE(__VA_ARGS__)); /* as the header says */        \
    RESULT entry_##NAME(PIRN__WITH_WORKER(__VA_ARGS__)) PIRN__ENTRY(NAME);     \
    static inline void NAME##_set(                                             \
        struct pirn__io *io PIRN__EACH(PIRN__AS_PARAMETER, __VA_ARGS__));      \
    PIRN__IN_FRONT_OF_OPERATION(RESULT, NAME, __VA_ARGS__)                     \
                                                                               \
    RESULT entry_##NAME(PIRN__WITH_WORKER(__VA_ARGS__))                        \
    {                                                                          \
        struct pirn__io_frame *frame =                                         \
            pirn__io_frame_new(w, sizeof(RESULT) > sizeof(int));               \
        if (!frame)                                                            \
            return 0;                                                          \
        NAME##_set(PIRN__PASSED_ON(&frame->io, __VA_ARGS__));                  \
        return (RESULT)pirn__io_enter(w, frame);                               \
    }                                                                          \
                                                                               \
    static inline void NAME##_set(                                             \
        struct pirn__io *io PIRN__EACH(PIRN__AS_PARAMETER, __VA_ARGS__))

/* The driver's: io is complete. arg is the loop. */
void pirn__io_complete(void *arg, struct pirn__io *io);
/* Of the driver of this worker: submit and cancel of driver.h. */
bool pirn__io_submit(struct pirn__loop *loop, struct pirn__io *io);
void pirn__io_cancel(struct pirn__loop *loop, struct pirn__io *io);
/* It forgets fd, which is new or about to be closed. */
void pirn__io_release(struct pirn__loop *loop, int fd);

/* Accepts a connection, for a task at home here. Returns the new descriptor, or
 * -errno; -EAGAIN: there is none. */
int pirn__accept_now(struct pirn__loop *loop, int fd, const char *place);
/* For parts of the runtime that wait for a connection of their own. */
int entry_pirn_connect(struct pirn_worker *w, int fd,
                       const struct sockaddr *address, socklen_t length)
    PIRN__ENTRY(pirn_connect);

/* Attempts a poll, for kinds of it. */
ssize_t pirn__io_poll_attempt(struct pirn__io *io, uint8_t *manner);

/* For tests of their attempts. */
extern const struct pirn__io_kind pirn__io_read, pirn__io_write,
    pirn__io_writev;

#pragma GCC visibility pop

#endif
