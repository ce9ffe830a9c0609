/* The epoll driver: readiness turned into completed operations.
 *
 * An operation is attempted at once; most complete there and then. One that
 * would have to wait joins the queue of its descriptor and is attempted again
 * when epoll reports something new there. Registrations are edge-triggered.
 *
 * close(2) and dup2(2) tell nobody, so what is remembered of a descriptor may
 * be of another file that had the number before, and that file may still be
 * registered under the number, or be back under it. So each wait registers the
 * file that has the number now, by EPOLL_CTL_MOD or else by EPOLL_CTL_ADD, and
 * an event only says that a number is worth another attempt.
 *
 * Two waits are cheaper. A TCP recv that came up short has emptied the socket:
 * the next one waits without asking the kernel anything, if that is before
 * all that was ready has run. An operation behind others waits as they do.
 * Should the number have changed hands in between, nobody would ever wake
 * these; so the descriptor is doubted, and a sweep registers it again if the
 * wait lasts. */
#include "runtime/base/fault.h"
#include "runtime/objects/attempt.h"
#include "runtime/objects/io_queue.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* Few enough that what a connection owns is still in the cache when its task
 * runs: all that was reported is received before any of it is answered. */
enum { EVENTS = 64 };
enum { FIRST_WATCHES = 64 };

#define SWEEP_NS INT64_C(50000000)
#define NO_DESCRIPTOR (-1)
#define WAKE_EVENT (-1)

/* A function that few requests call: those that call it are shorter, and save
 * fewer registers, where it is not inlined. */
#define SELDOM static __attribute__((noinline))

enum doubt { DOUBT_NONE, DOUBT_NEW, DOUBT_OLD }; /* OLD: since a sweep */

/* In io->state: it is on driver->finished. */
enum { IO_FINISHED = 2 };

/* What is known of one descriptor; all zero: nothing. */
struct watch {
    struct pirn__io
        *queue[PIRN__IO_SIDES]; /* the first; first->prev is the last */
    uint32_t drained; /* the round in which a TCP recv came up short that is
                         registered for EPOLLIN */
    int next_doubted; /* a descriptor, or NO_DESCRIPTOR: valid if is_doubted */
    uint8_t interest; /* EPOLLIN, EPOLLOUT as registered; 0: it is not */
    uint8_t manner;   /* of pirn__attempt */
    uint8_t doubt;    /* enum doubt: whether those who wait will be woken */
    bool is_doubted;  /* it is on driver->doubted, though it may be doubted no
                         longer */
    bool is_tcp;      /* valid once a recv came up short */
    bool is_tcp_known;
    bool is_eager; /* at its end, or with urgent data: always attempt */
};

struct pirn__driver {
    int epoll, wake;
    pirn__io_done *done;
    pirn__io_awake_fn *awake; /* or NULL */
    void *arg;
    struct watch *watches; /* indexed by descriptor */
    int count;
    uint32_t round; /* counts waits with nothing else to do; never 0 */
    struct pirn__io *finished; /* complete: for wait() to hand over */
    int doubted;        /* the first descriptor for a sweep, or NO_DESCRIPTOR */
    int64_t next_sweep; /* valid if there is one */
};

static bool has_waiters(const struct watch *watch)
{
    return watch->queue[PIRN__IO_READERS] || watch->queue[PIRN__IO_WRITERS] ||
           watch->queue[PIRN__IO_POLLERS];
}

/* Only of TCP does a short recv prove that there is no more: elsewhere
 * messages, packets and passed descriptors have boundaries. */
SELDOM void ask_protocol(struct watch *watch, int fd)
{
    int protocol = 0, saved = errno;
    socklen_t size = sizeof(protocol);
    watch->is_tcp =
        getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) == 0 &&
        protocol == IPPROTO_TCP;
    watch->is_tcp_known = true;
    errno = saved;
}

static inline bool is_tcp(struct watch *watch, int fd)
{
    if (__builtin_expect(!watch->is_tcp_known, 0))
        ask_protocol(watch, fd);
    return watch->is_tcp;
}

static inline bool empties(const struct pirn__io *io)
{
    return io->kind->empties && io->flags == 0;
}

/* True if the socket is known to be empty, in this round. */
static bool is_drained(const struct pirn__driver *driver,
                       const struct watch *watch, const struct pirn__io *io)
{
    return watch->drained == driver->round && !watch->is_eager && empties(io);
}

SELDOM void forget(struct pirn__driver *driver, int fd);

/* Attempts io. Returns true if it is complete. */
static inline bool attempt(struct pirn__driver *driver, struct watch *watch,
                           struct pirn__io *io)
{
    ssize_t rc = pirn__attempt(io, &watch->manner);
    io->result = rc;
    if (rc == PIRN__WOULD_WAIT)
        return false;
    if (__builtin_expect(io->kind->opens, 0) && rc >= 0)
        forget(driver, (int)rc); /* what had the number before */
    if (rc > 0 && empties(io) && (size_t)rc < io->buffer.size &&
        (watch->interest & EPOLLIN) && is_tcp(watch, io->fd))
        watch->drained = driver->round;
    return true;
}

/* ---- Registrations */

/* What an operation waits for. */
static uint8_t interest_of(const struct pirn__io *io)
{
    switch (io->kind->side) {
    case PIRN__IO_READERS:
        return EPOLLIN;
    case PIRN__IO_WRITERS:
        return EPOLLOUT;
    default:
        return (io->events & POLLOUT ? EPOLLOUT : 0) | EPOLLIN;
    }
}

/* What all wait for who wait there. Pollers are not counted out one by one:
 * as long as there is one, nothing is dropped. */
static uint8_t interest_of_all(const struct watch *watch)
{
    return (watch->queue[PIRN__IO_READERS] ? EPOLLIN : 0) |
           (watch->queue[PIRN__IO_WRITERS] ? EPOLLOUT : 0) |
           (watch->queue[PIRN__IO_POLLERS] ? watch->interest : 0);
}

static int control(struct pirn__driver *driver, int op, int fd,
                   uint8_t interest)
{
    struct epoll_event event = {
        .events = interest | EPOLLRDHUP | EPOLLPRI | EPOLLET,
        .data.fd = fd,
    };
    int saved = errno, rc = 0;
    if (PIRN__SYSTEM(EPOLL_CTL, epoll_ctl(driver->epoll, op, fd, &event)) < 0)
        rc = -errno;
    errno = saved;
    return rc;
}

/* Another file has the number: nothing is known of it. */
static void begin_file(struct watch *watch)
{
    watch->drained = 0;
    watch->manner = 0;
    watch->is_eager = watch->is_tcp = watch->is_tcp_known = false;
}

/* Registers the file that has the number fd, for the events that are wanted and
 * for those that other tasks wait for. If it is ready already, an event
 * follows. Returns 0 or -errno; -EPERM means that epoll does not watch such
 * files. */
SELDOM int watch_file(struct pirn__driver *driver, int fd, uint8_t wanted)
{
    struct watch *watch = &driver->watches[fd];
    int rc = -ENOENT;
    wanted |= interest_of_all(watch);
    watch->doubt = DOUBT_NONE;
    if (watch->interest)
        rc = control(driver, EPOLL_CTL_MOD, fd, wanted);
    if (rc == -ENOENT) {
        begin_file(watch);
        rc = control(driver, EPOLL_CTL_ADD, fd, wanted);
        if (rc == -EEXIST) /* it had the number before */
            rc = control(driver, EPOLL_CTL_MOD, fd, wanted);
    }
    if (rc == 0)
        watch->interest = wanted;
    watch->drained = 0;
    return rc;
}

/* ---- Completion */

static void finish(struct pirn__driver *driver, struct pirn__io *io,
                   ssize_t result)
{
    io->result = result;
    io->state |= IO_FINISHED;
    append(&driver->finished, io);
}

static void finish_all(struct pirn__driver *driver, struct watch *watch,
                       ssize_t result)
{
    for (int side = 0; side < PIRN__IO_SIDES; side++) {
        struct pirn__io *io;
        while ((io = watch->queue[side])) {
            take_out(&watch->queue[side], io);
            finish(driver, io, result);
        }
    }
}

/* Attempts those who wait, in order, up to the first that has to go on
 * waiting. Pollers take nothing away from each other: each is attempted.
 * Nothing is handed over here, as done() may cancel any operation. */
static void serve(struct pirn__driver *driver, int fd, enum pirn__io_side side)
{
    struct watch *watch = &driver->watches[fd];
    struct pirn__io *io = watch->queue[side], *next;
    for (; io; io = next) {
        next = io->next;
        if (!is_drained(driver, watch, io) && attempt(driver, watch, io)) {
            take_out(&watch->queue[side], io);
            finish(driver, io, io->result);
        } else if (side != PIRN__IO_POLLERS) {
            return;
        }
    }
}

SELDOM void forget(struct pirn__driver *driver, int fd)
{
    struct watch *watch;
    if (fd < 0 || fd >= driver->count)
        return;
    watch = &driver->watches[fd];
    finish_all(driver, watch, -EBADF);
    begin_file(watch);
    watch->interest = watch->doubt = 0;
}

/* ---- Doubted waits */

SELDOM int64_t now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static inline void begin_doubt(struct pirn__driver *driver, int fd)
{
    struct watch *watch = &driver->watches[fd];
    if (watch->doubt != DOUBT_NONE)
        return;
    watch->doubt = DOUBT_NEW;
    if (watch->is_doubted)
        return;
    if (driver->doubted == NO_DESCRIPTOR)
        driver->next_sweep = now() + SWEEP_NS;
    watch->is_doubted = true;
    watch->next_doubted = driver->doubted;
    driver->doubted = fd;
}

/* Sees to it that those who wait get what the file has to give that has the
 * number now. */
static void prove(struct pirn__driver *driver, int fd)
{
    struct watch *watch = &driver->watches[fd];
    int rc = watch_file(driver, fd, 0);
    if (rc == -EPERM) {
        for (int side = 0; side < PIRN__IO_SIDES; side++) {
            struct pirn__io *io;
            while ((io = watch->queue[side])) {
                take_out(&watch->queue[side], io);
                finish(driver, io, pirn__attempt_file(io));
            }
        }
    } else if (rc < 0) {
        finish_all(driver, watch, rc);
    }
}

/* A descriptor is proved if it has been doubted for a whole period. */
static void sweep(struct pirn__driver *driver)
{
    int64_t t = now();
    int fd = driver->doubted, next;
    if (t < driver->next_sweep)
        return;
    driver->next_sweep = t + SWEEP_NS;
    driver->doubted = NO_DESCRIPTOR;
    for (; fd != NO_DESCRIPTOR; fd = next) {
        struct watch *watch = &driver->watches[fd];
        next = watch->next_doubted;
        if (watch->doubt == DOUBT_OLD && has_waiters(watch))
            prove(driver, fd);
        watch->is_doubted = watch->doubt == DOUBT_NEW;
        if (watch->is_doubted) {
            watch->doubt = DOUBT_OLD;
            watch->next_doubted = driver->doubted;
            driver->doubted = fd;
        }
    }
}

/* ---- What the loop calls: see driver.h */

static int grow(struct pirn__driver *driver, int fd)
{
    int count = driver->count ? driver->count : FIRST_WATCHES;
    struct watch *watches;
    while (count <= fd)
        count = count > INT_MAX / 2 ? INT_MAX : 2 * count;
    if (pirn__fails((size_t)count * sizeof(*watches)))
        return -ENOMEM;
    watches = realloc(driver->watches, (size_t)count * sizeof(*watches));
    if (!watches)
        return -ENOMEM;
    memset(watches + driver->count, 0,
           (size_t)(count - driver->count) * sizeof(*watches));
    driver->watches = watches;
    driver->count = count;
    return 0;
}

/* Makes room for fd, if it is open. */
static int reach(struct pirn__driver *driver, int fd)
{
    int saved = errno;
    int rc = fcntl(fd, F_GETFD) < 0 ? -errno : grow(driver, fd);
    errno = saved;
    return rc;
}

/* True if others wait where io would have to, or if it would have to wait. */
static inline bool is_behind(const struct pirn__driver *driver,
                             const struct watch *watch,
                             const struct pirn__io *io)
{
    enum pirn__io_side side = io->kind->side;
    return (side != PIRN__IO_POLLERS && watch->queue[side]) ||
           is_drained(driver, watch, io);
}

/* It would have to wait for what the kernel is to tell. */
SELDOM bool begin_wait(struct pirn__driver *driver, struct pirn__io *io)
{
    int rc = watch_file(driver, io->fd, interest_of(io));
    if (rc == 0) {
        append(&driver->watches[io->fd].queue[io->kind->side], io);
        return false;
    }
    io->result = rc == -EPERM ? pirn__attempt_file(io) : rc;
    return true;
}

static bool submit(struct pirn__driver *driver, struct pirn__io *io);

/* The first operation on a descriptor of so high a number. */
SELDOM bool submit_beyond(struct pirn__driver *driver, struct pirn__io *io)
{
    int rc = reach(driver, io->fd);
    if (rc == 0)
        return submit(driver, io);
    io->result = rc;
    return true;
}

SELDOM bool attempt_ahead(struct pirn__driver *driver, struct pirn__io *io)
{
    return attempt(driver, &driver->watches[io->fd], io);
}

static bool submit(struct pirn__driver *driver, struct pirn__io *io)
{
    struct watch *watch;
    if ((unsigned)io->fd >= (unsigned)driver->count)
        return submit_beyond(driver, io);
    watch = &driver->watches[io->fd];
    if (!is_behind(driver, watch, io))
        return attempt(driver, watch, io) || begin_wait(driver, io);
    if (pirn__is_ahead(io) && attempt_ahead(driver, io))
        return true;
    begin_doubt(driver, io->fd);
    append(&driver->watches[io->fd].queue[io->kind->side], io);
    return false;
}

/* The first of a queue may have waited for more than those behind it need:
 * nobody has attempted those yet. */
static void cancel(struct pirn__driver *driver, struct pirn__io *io)
{
    enum pirn__io_side side = io->kind->side;
    struct pirn__io **queue = &driver->watches[io->fd].queue[side];
    if (io->state & IO_FINISHED)
        return;
    bool was_first = *queue == io;
    take_out(queue, io);
    finish(driver, io, -ECANCELED);
    if (was_first && side != PIRN__IO_POLLERS)
        serve(driver, io->fd, side);
}

/* If a copy of the file were open elsewhere, it would stay registered. */
static void unregister(struct pirn__driver *driver, int fd)
{
    (void)control(driver, EPOLL_CTL_DEL, fd, 0);
}

static void release(struct pirn__driver *driver, int fd)
{
    if (fd < 0 || fd >= driver->count)
        return;
    if (driver->watches[fd].interest)
        unregister(driver, fd);
    forget(driver, fd);
}

static void check(struct pirn__driver *driver, int fd)
{
    if (fd >= 0 && fd < driver->count && has_waiters(&driver->watches[fd]))
        prove(driver, fd);
}

static void dispatch(struct pirn__driver *driver,
                     const struct epoll_event *event)
{
    int fd = event->data.fd;
    struct watch *watch;
    if (fd == WAKE_EVENT)
        return;
    watch = &driver->watches[fd];
    watch->drained = 0;
    if (event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLPRI))
        watch->is_eager = true;
    if (event->events & ~(uint32_t)EPOLLOUT)
        serve(driver, fd, PIRN__IO_READERS);
    if (event->events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
        serve(driver, fd, PIRN__IO_WRITERS);
    if (watch->queue[PIRN__IO_POLLERS])
        serve(driver, fd, PIRN__IO_POLLERS);
    /* A task that still waits stays doubted: the event may be of a file that
     * had the number before, and is open elsewhere. */
    if (!has_waiters(watch))
        watch->doubt = DOUBT_NONE;
}

/* done() may add to them. */
static void hand_over_finished(struct pirn__driver *driver)
{
    struct pirn__io *io;
    while ((io = driver->finished)) {
        take_out(&driver->finished, io);
        driver->done(driver->arg, io);
    }
}

/* epoll_wait counts milliseconds. What is less than one is left to poll, so
 * that it returns a little early rather than late: whoever waits for a time
 * then waits for the rest. */
static int wait_events(struct pirn__driver *driver, struct epoll_event *events,
                       int64_t timeout_ns)
{
    int64_t ms = timeout_ns / 1000000;
    if (timeout_ns > 0 && ms == 0) {
        struct pollfd p = {.fd = driver->epoll, .events = POLLIN};
        struct timespec t = {0, timeout_ns};
        if (PIRN__SYSTEM(EPOLL_WAIT, ppoll(&p, 1, &t, NULL)) <= 0)
            return 0;
    }
    return PIRN__SYSTEM(EPOLL_WAIT, epoll_wait(driver->epoll, events, EVENTS,
                                               timeout_ns < 0 ? -1
                                               : ms < INT_MAX ? (int)ms
                                                              : INT_MAX));
}

static int64_t patience(const struct pirn__driver *driver)
{
    if (driver->finished)
        return 0;
    return driver->doubted == NO_DESCRIPTOR ? -1 : SWEEP_NS;
}

static int descriptor(const struct pirn__driver *driver)
{
    return driver->epoll;
}

static void wait_and_serve(struct pirn__driver *driver, int64_t timeout_ns)
{
    struct epoll_event events[EVENTS];
    bool may_sleep = timeout_ns != 0;
    int saved = errno, n;
    int64_t most;
    if (may_sleep && ++driver->round == 0)
        driver->round = 1;
    most = patience(driver);
    if (most >= 0 && (timeout_ns < 0 || timeout_ns > most))
        timeout_ns = most;
    n = wait_events(driver, events, timeout_ns);
    errno = saved;
    if (may_sleep && driver->awake)
        driver->awake(driver->arg);
    for (int i = 0; i < n; i++)
        dispatch(driver, &events[i]);
    if (driver->doubted != NO_DESCRIPTOR)
        sweep(driver);
    hand_over_finished(driver);
}

static void wake(struct pirn__driver *driver)
{
    uint64_t one = 1;
    int saved = errno;
    /* Edge-triggered: each write is an event, nobody has to read. */
    (void)!write(driver->wake, &one, sizeof(one));
    errno = saved;
}

static void close_driver(struct pirn__driver *driver)
{
    (void)close(driver->wake);
    (void)close(driver->epoll);
    free(driver->watches);
    free(driver);
}

static int open_driver(struct pirn__driver **out, pirn__io_done *done,
                       pirn__io_awake_fn *awake, void *arg)
{
    struct epoll_event event = {.events = EPOLLIN | EPOLLET,
                                .data.fd = WAKE_EVENT};
    int saved = errno, rc;
    struct pirn__driver *driver = malloc(sizeof(*driver));
    if (!driver)
        return -ENOMEM;
    *driver = (struct pirn__driver){.done = done,
                                    .awake = awake,
                                    .arg = arg,
                                    .round = 1,
                                    .doubted = NO_DESCRIPTOR};
    driver->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (driver->epoll < 0)
        goto free_driver;
    driver->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (driver->wake < 0)
        goto close_epoll;
    if (epoll_ctl(driver->epoll, EPOLL_CTL_ADD, driver->wake, &event) < 0)
        goto close_wake;
    *out = driver;
    return 0;
close_wake:
    (void)close(driver->wake);
close_epoll:
    (void)close(driver->epoll);
free_driver:
    rc = -errno;
    errno = saved;
    free(driver);
    return rc;
}

const struct pirn__driver_ops pirn__driver_epoll = {
    .open = open_driver,
    .close = close_driver,
    .submit = submit,
    .cancel = cancel,
    .release = release,
    .unregister = unregister,
    .forget = forget,
    .check = check,
    .wait = wait_and_serve,
    .descriptor = descriptor,
    .patience = patience,
    .wake = wake,
};
