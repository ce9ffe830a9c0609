/* What the loop asks of a driver, the part of the runtime that talks to the
 * kernel about file descriptors. A driver knows operations and descriptors,
 * and nothing of tasks: epoll today, io_uring by the same interface.
 *
 * An operation is a struct pirn__io in the memory of whoever waits for it. It
 * is submitted once. Then either submit() says that it is complete already,
 * or the driver owns it - and the buffers it names - until it is handed to
 * done(). Nothing is handed over twice, and never from within submit() or
 * cancel(): completions come out of wait() alone. So whoever submits need not
 * fear that it goes on before it has finished setting itself up.
 *
 * All functions but wake() and unregister() are called on the worker's own
 * thread. */
#ifndef PIRN_RUNTIME_DRIVER_H
#define PIRN_RUNTIME_DRIVER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>

struct pirn__io;
struct pirn__loop;

/* Which operations on a descriptor wait for each other: those that take
 * something from it, those that put something into it; polls do neither. */
enum pirn__io_side {
    PIRN__IO_READERS,
    PIRN__IO_WRITERS,
    PIRN__IO_POLLERS,
    PIRN__IO_SIDES
};

/* What is to be known of a kind of operation. Each is defined in the file of
 * the operation, and nowhere else is anything known of it. */
struct pirn__io_kind {
    const char *name;   /* of the coroutine */
    const char *awaits; /* for dumps: "something to read" */
    enum pirn__io_side side;
    /* Performs io, if that need not wait. Returns what the system call did,
     * -errno or PIRN__WOULD_WAIT. *manner is 0 for a descriptor that nothing is
     * known of; it remembers how to ask this one for not waiting. May change
     * errno; after -EINTR it is called again. */
    ssize_t (*attempt)(struct pirn__io *io, uint8_t *manner);
    /* The same on a file, which is always ready, even if the disk takes its
     * time. NULL: files do not have it, -EPERM. */
    ssize_t (*attempt_file)(const struct pirn__io *io);
    /* Whether io waits behind nobody, as it transfers nothing or asks for not
     * waiting. NULL: it never does. */
    bool (*is_ahead)(const struct pirn__io *io);
    /* io is complete: takes account of its result. True if there is more to
     * do: io is then submitted again. NULL: it is over. */
    bool (*then)(struct pirn__io *io);
    /* Whom to tell that io is complete, if that is not the task that waits for
     * it alone; loop is this thread's. */
    void (*complete)(struct pirn__loop *loop, struct pirn__io *io);
    bool is_nothing; /* there is no call to be made, and the result is 0 */
    bool empties;    /* of flags 0: to get less than buffer.size means that no
                        more is there, if the descriptor is a TCP socket */
    bool opens;      /* its result is a new descriptor */
};

struct pirn__io {
    /* Set by whoever submits it; which of the members count says its kind. */
    const struct pirn__io_kind *kind;
    int fd;
    union {
        int flags;
        short events; /* as of poll(2) */
    };
    union {
        struct {
            void *data;
            size_t size;
            union {
                struct { /* of one that is repeated until all is done */
                    size_t moved;
                    size_t *progress; /* gets `moved`; may be NULL */
                };
                struct sockaddr *peer; /* may be NULL, as those below */
                const struct sockaddr *to;
            };
            union {
                socklen_t *peer_length;
                socklen_t to_length;
            };
        } buffer;
        struct {
            const struct iovec *parts;
            int count;
        } vector;
        struct msghdr *message;
        struct {
            struct sockaddr *address; /* may be NULL */
            socklen_t *length;
            const char *place; /* "file:line", or NULL */
        } peer;
        struct {
            const struct sockaddr *address;
            socklen_t length;
        } address;
        struct {
            int other;          /* the descriptor at the other end */
            bool is_reading;    /* fd is where it comes from */
            int64_t *from, *to; /* positions of files, or NULL */
            size_t size;
        } between;
    };

    /* What the system call returned, or -errno: valid once it is complete. */
    ssize_t result;

    /* The driver's own, while it has the operation. */
    struct pirn__io *prev, *next;
    uint32_t state; /* 0 when it is submitted, but for what an attempt before
                       has left there */
};

/* The operation would have to wait. No system call returns it. */
#define PIRN__WOULD_WAIT ((ssize_t)-4096)

/* Takes over a completed operation; arg is what open() was given. */
typedef void pirn__io_done(void *arg, struct pirn__io *io);
/* Told that a wait() that may have slept is awake. */
typedef void pirn__io_awake_fn(void *arg);

struct pirn__driver; /* each driver defines its own */

struct pirn__driver_ops {
    /* Makes a driver. Returns 0 or -errno. */
    int (*open)(struct pirn__driver **driver, pirn__io_done *done,
                pirn__io_awake_fn *awake, void *arg);
    /* No operation is outstanding. */
    void (*close)(struct pirn__driver *driver);

    /* Begins io. Returns true if it is complete already, with io->result set;
     * false if it will be handed to done() later. */
    bool (*submit)(struct pirn__driver *driver, struct pirn__io *io);

    /* Asks that io, which is outstanding, end soon. It is handed to done() by
     * a wait() to come: with -ECANCELED if it did not happen, else with what
     * it did. */
    void (*cancel)(struct pirn__driver *driver, struct pirn__io *io);

    /* Before fd is closed: operations outstanding on it end with -EBADF, and
     * neither the driver nor the kernel remembers anything of fd for it. */
    void (*release)(struct pirn__driver *driver, int fd);

    /* What follows is for what another worker closes, so that a driver of
     * which there is only one need not have it. */

    /* The two halves of release: the kernel forgets fd, which may be asked from
     * any thread before fd is closed; and the driver does, when fd may stand
     * for another file. */
    void (*unregister)(struct pirn__driver *driver, int fd);
    void (*forget)(struct pirn__driver *driver, int fd);

    /* fd has been closed, and operations on it may have begun just before: if
     * it is still closed they end with -EBADF. */
    void (*check)(struct pirn__driver *driver, int fd);

    /* Hands finished operations to done(). If there is none, waits for one,
     * for wake(), or for timeout_ns to pass; 0 only looks, -1 waits for
     * ever. Returns early at a signal. Unless it only looks, it calls awake()
     * before it touches anything of the driver's again. */
    void (*wait)(struct pirn__driver *driver, int64_t timeout_ns);

    /* For a foreign loop, which waits instead: a descriptor that is readable
     * when wait() has something to do, and how long it may stay without a
     * wait(), in nanoseconds; -1: for ever. */
    int (*descriptor)(const struct pirn__driver *driver);
    int64_t (*patience)(const struct pirn__driver *driver);

    /* Makes the wait() that is going on, or else the next, return at once.
     * From any thread, and from signal handlers. */
    void (*wake)(struct pirn__driver *driver);
};

extern const struct pirn__driver_ops pirn__driver_epoll;

#endif
