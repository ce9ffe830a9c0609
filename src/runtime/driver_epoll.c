/* The epoll driver: readiness turned into completed operations.
 *
 * An operation is attempted at once; most complete there and then. One that
 * would have to wait joins the queue of its descriptor and is attempted again
 * when epoll reports something new there. A descriptor is registered when the
 * first operation waits on it, edge-triggered, and stays registered for life,
 * so that a wait costs no system call.
 *
 * close(2) tells nobody, so what is remembered of a descriptor may be of one
 * that had the number before. After an attempt that would wait, EPOLL_CTL_ADD
 * is tried again: EEXIST is the proof that this very file is registered. Only
 * one case is cheaper. A TCP recv that came up short has emptied the socket;
 * the next one waits without asking the kernel anything, if that is before
 * all that was ready has run. Should the number have changed hands in between,
 * nobody would ever wake it; so such waits are doubted, and proved by a sweep
 * if they last. */
#include "attempt.h"
#include "fault.h"

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

#define SWEEP_NS INT64_C(500000000)
#define WAKE_EVENT UINT64_MAX

enum side { READERS, WRITERS, POLLERS, SIDES };

enum doubt { DOUBT_NONE, DOUBT_NEW, DOUBT_OLD };

/* In io->state: it is on driver->finished. */
enum { IO_FINISHED = 2 };

/* What is known of one descriptor; all zero: nothing. */
struct watch {
    struct pirn__io *queue[SIDES]; /* the first; first->prev is the last */
    uint32_t generation; /* tells events of earlier registrations apart */
    uint32_t drained;    /* the round in which a TCP recv came up short */
    uint8_t interest;    /* EPOLLIN, EPOLLOUT as registered; 0: it is not */
    uint8_t manner;      /* of pirn__attempt */
    uint8_t doubt;       /* enum doubt: of the wait of READERS */
    bool is_tcp;         /* valid once a recv came up short */
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
    unsigned doubts;           /* watches whose doubt is not DOUBT_NONE */
    int64_t next_sweep;        /* valid if doubts */
};

/* ---- Queues of operations: circular backwards, ended by NULL forwards. */

static void append(struct pirn__io **queue, struct pirn__io *io)
{
    struct pirn__io *first = *queue;
    io->next = NULL;
    if (!first) {
        io->prev = io;
        *queue = io;
        return;
    }
    io->prev = first->prev;
    first->prev->next = io;
    first->prev = io;
}

static void take_out(struct pirn__io **queue, struct pirn__io *io)
{
    struct pirn__io *first = *queue;
    if (io == first)
        *queue = io->next;
    else
        io->prev->next = io->next;
    if (io->next)
        io->next->prev = io->prev;
    else if (io != first)
        first->prev = io->prev;
}

static enum side side_of(const struct pirn__io *io)
{
    if (io->kind == PIRN__IO_POLL)
        return POLLERS;
    return pirn__is_reading(io) ? READERS : WRITERS;
}

/* Only of TCP does a short recv prove that there is no more: elsewhere
 * messages, packets and passed descriptors have boundaries. */
static bool is_tcp(struct watch *watch, int fd)
{
    if (!watch->is_tcp_known) {
        int protocol = 0, saved = errno;
        socklen_t size = sizeof(protocol);
        watch->is_tcp =
            getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) == 0 &&
            protocol == IPPROTO_TCP;
        watch->is_tcp_known = true;
        errno = saved;
    }
    return watch->is_tcp;
}

static bool is_plain_recv(const struct pirn__io *io)
{
    return io->kind == PIRN__IO_READ ||
           (io->kind == PIRN__IO_RECV && io->flags == 0);
}

/* True if the socket is known to be empty, in this round. */
static bool is_drained(const struct pirn__driver *driver,
                       const struct watch *watch, const struct pirn__io *io)
{
    return watch->drained == driver->round && !watch->is_eager &&
           is_plain_recv(io);
}

static void forget(struct pirn__driver *driver, int fd);

/* Attempts io. Returns true if it is complete. */
static bool attempt(struct pirn__driver *driver, struct watch *watch,
                    struct pirn__io *io)
{
    ssize_t rc = pirn__attempt(io, &watch->manner);
    io->result = rc;
    if (rc == PIRN__WOULD_WAIT)
        return false;
    if (rc >= 0 && io->kind == PIRN__IO_ACCEPT)
        forget(driver, (int)rc); /* what had the number before */
    if (rc > 0 && is_plain_recv(io) && (size_t)rc < io->buffer.size &&
        (watch->interest & EPOLLIN) && is_tcp(watch, io->fd))
        watch->drained = driver->round;
    return true;
}

/* ---- Registrations */

static uint8_t interest_of(const struct pirn__io *io)
{
    switch (side_of(io)) {
    case READERS:
        return EPOLLIN;
    case WRITERS:
        return EPOLLOUT;
    default:
        return (io->events & POLLOUT ? EPOLLOUT : 0) | EPOLLIN;
    }
}

static int control(struct pirn__driver *driver, int op, int fd,
                   uint8_t interest, uint32_t generation)
{
    struct epoll_event event = {
        .events = interest | EPOLLRDHUP | EPOLLPRI | EPOLLET,
        .data.u64 = (uint64_t)generation << 32 | (uint32_t)fd,
    };
    int saved = errno, rc = 0;
    if (PIRN__SYSTEM(EPOLL_CTL, epoll_ctl(driver->epoll, op, fd, &event)) < 0)
        rc = -errno;
    errno = saved;
    return rc;
}

static void trust(struct pirn__driver *driver, struct watch *watch)
{
    if (watch->doubt != DOUBT_NONE)
        driver->doubts--;
    watch->doubt = DOUBT_NONE;
}

/* Sees to it that the file which fd stands for now is registered for wanted,
 * and for what others wait for there. 0, or -errno; -EPERM: it is a file. */
static int watch_file(struct pirn__driver *driver, int fd, uint8_t wanted)
{
    struct watch *watch = &driver->watches[fd];
    uint32_t generation = watch->generation + 1;
    int rc;
    wanted |= watch->interest;
    trust(driver, watch);
    if (watch->interest != 0 && watch->interest != wanted) {
        rc = control(driver, EPOLL_CTL_MOD, fd, wanted, watch->generation);
        if (rc == 0)
            watch->interest = wanted;
        if (rc != -ENOENT)
            return rc;
    }
    rc = control(driver, EPOLL_CTL_ADD, fd, wanted, generation);
    if (rc == -EEXIST && watch->interest == wanted)
        return 0;
    if (rc == -EEXIST) /* forgotten, but a duplicate kept it registered */
        rc = control(driver, EPOLL_CTL_MOD, fd, wanted, generation);
    if (rc == 0) {
        watch->generation = generation;
        watch->interest = wanted;
        watch->drained = watch->manner = 0;
        watch->is_eager = watch->is_tcp = watch->is_tcp_known = false;
    }
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
    for (int side = 0; side < SIDES; side++) {
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
static void serve(struct pirn__driver *driver, int fd, enum side side)
{
    struct watch *watch = &driver->watches[fd];
    struct pirn__io *io = watch->queue[side], *next;
    for (; io; io = next) {
        next = io->next;
        if (!is_drained(driver, watch, io) && attempt(driver, watch, io)) {
            take_out(&watch->queue[side], io);
            finish(driver, io, io->result);
        } else if (side != POLLERS) {
            return;
        }
    }
}

static void forget(struct pirn__driver *driver, int fd)
{
    struct watch *watch;
    if (fd < 0 || fd >= driver->count)
        return;
    watch = &driver->watches[fd];
    finish_all(driver, watch, -EBADF);
    trust(driver, watch);
    *watch = (struct watch){.generation = watch->generation};
}

/* ---- Doubted waits */

static int64_t now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
    return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void begin_doubt(struct pirn__driver *driver, struct watch *watch)
{
    if (watch->doubt != DOUBT_NONE)
        return;
    watch->doubt = DOUBT_NEW;
    if (driver->doubts++ == 0)
        driver->next_sweep = now() + SWEEP_NS;
}

/* Proves that fd is still the file that is registered. If not, those who
 * wait there get what the new one has to give. */
static void prove(struct pirn__driver *driver, int fd)
{
    struct watch *watch = &driver->watches[fd];
    int rc = 0;
    if (watch->queue[READERS])
        rc = watch_file(driver, fd, EPOLLIN);
    trust(driver, watch);
    if (rc == -EPERM) {
        struct pirn__io *io;
        while ((io = watch->queue[READERS])) {
            take_out(&watch->queue[READERS], io);
            finish(driver, io, pirn__attempt_file(io));
        }
    } else if (rc < 0) {
        finish_all(driver, watch, rc);
    }
}

/* A wait is proved if it has been doubted for a whole period. */
static void sweep(struct pirn__driver *driver)
{
    int64_t t = now();
    if (t < driver->next_sweep)
        return;
    driver->next_sweep = t + SWEEP_NS;
    for (int fd = 0; fd < driver->count; fd++) {
        struct watch *watch = &driver->watches[fd];
        if (watch->doubt == DOUBT_OLD)
            prove(driver, fd);
        else if (watch->doubt == DOUBT_NEW)
            watch->doubt = DOUBT_OLD;
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

static bool submit(struct pirn__driver *driver, struct pirn__io *io)
{
    enum side side = side_of(io);
    struct watch *watch;
    int rc;
    io->state = 0;
    if ((unsigned)io->fd >= (unsigned)driver->count &&
        (rc = reach(driver, io->fd)) < 0) {
        io->result = rc;
        return true;
    }
    watch = &driver->watches[io->fd];
    if (side != POLLERS && watch->queue[side]) {
        append(&watch->queue[side], io);
        return false;
    }
    if (is_drained(driver, watch, io)) {
        begin_doubt(driver, watch);
        append(&watch->queue[side], io);
        return false;
    }
    if (attempt(driver, watch, io))
        return true;
    rc = watch_file(driver, io->fd, interest_of(io));
    if (rc == 0) {
        append(&driver->watches[io->fd].queue[side], io);
        return false;
    }
    io->result = rc == -EPERM ? pirn__attempt_file(io) : rc;
    return true;
}

static void cancel(struct pirn__driver *driver, struct pirn__io *io)
{
    if (io->state & IO_FINISHED)
        return;
    take_out(&driver->watches[io->fd].queue[side_of(io)], io);
    finish(driver, io, -ECANCELED);
}

static void dispatch(struct pirn__driver *driver,
                     const struct epoll_event *event)
{
    int fd = (int)(uint32_t)event->data.u64;
    struct watch *watch;
    if (event->data.u64 == WAKE_EVENT)
        return;
    watch = &driver->watches[fd];
    if (watch->generation != event->data.u64 >> 32)
        return;
    trust(driver, watch);
    watch->drained = 0;
    if (event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR | EPOLLPRI))
        watch->is_eager = true;
    if (event->events & ~(uint32_t)EPOLLOUT)
        serve(driver, fd, READERS);
    if (event->events & (EPOLLOUT | EPOLLHUP | EPOLLERR))
        serve(driver, fd, WRITERS);
    serve(driver, fd, POLLERS);
}

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

static void wait_and_serve(struct pirn__driver *driver, int64_t timeout_ns)
{
    struct epoll_event events[EVENTS];
    bool may_sleep = timeout_ns != 0;
    int saved = errno, n;
    if (may_sleep && ++driver->round == 0)
        driver->round = 1;
    if (driver->finished)
        timeout_ns = 0;
    if (driver->doubts && (timeout_ns < 0 || timeout_ns > SWEEP_NS))
        timeout_ns = SWEEP_NS;
    n = wait_events(driver, events, timeout_ns);
    errno = saved;
    if (may_sleep && driver->awake)
        driver->awake(driver->arg);
    for (int i = 0; i < n; i++)
        dispatch(driver, &events[i]);
    if (driver->doubts)
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
                                .data.u64 = WAKE_EVENT};
    int saved = errno, rc;
    struct pirn__driver *driver = malloc(sizeof(*driver));
    if (!driver)
        return -ENOMEM;
    *driver = (struct pirn__driver){
        .done = done, .awake = awake, .arg = arg, .round = 1};
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
    .forget = forget,
    .wait = wait_and_serve,
    .wake = wake,
};
