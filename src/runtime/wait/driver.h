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

enum pirn__io_kind {
    PIRN__IO_READ,    /* buffer */
    PIRN__IO_WRITE,   /* buffer */
    PIRN__IO_READV,   /* vector */
    PIRN__IO_WRITEV,  /* vector */
    PIRN__IO_RECV,    /* buffer, flags */
    PIRN__IO_SEND,    /* buffer, flags */
    PIRN__IO_ACCEPT,  /* peer, flags as of accept4 */
    PIRN__IO_CONNECT, /* address */
    PIRN__IO_POLL,    /* events; result: those that are ready */
};

struct pirn__io {
    /* Set by whoever submits it. */
    int fd;
    uint8_t kind;   /* enum pirn__io_kind: which of the members below count */
    bool is_clause; /* one of a select; nothing to the driver */
    union {
        short events; /* as of poll(2) */
        int flags;
    };
    union {
        struct {
            void *data;
            size_t size;
        } buffer;
        struct {
            const struct iovec *parts;
            int count;
        } vector;
        struct {
            struct sockaddr *address; /* may be NULL */
            socklen_t *length;
        } peer;
        struct {
            const struct sockaddr *address;
            socklen_t length;
        } address;
    };

    /* What the system call returned, or -errno: valid once it is complete. */
    ssize_t result;

    /* The driver's own, while it has the operation. */
    struct pirn__io *prev, *next;
    uint32_t state;
};

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
