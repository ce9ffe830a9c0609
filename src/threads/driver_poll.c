/* The driver of programs whose tasks are threads: each thread waits in ppoll
 * for the very descriptors of its task's operations, and does these itself.
 *
 * A thread that is to be woken from ppoll gets a signal, SIGURG, which all of
 * them block everywhere else: so none is lost between looking and waiting, and
 * a thread has no descriptor of its own. Its default is to be ignored. */
#include "threads.h"
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* In io->state. */
enum {
    IO_FINISHED = 2,  /* it is on hub->finished */
    IO_BUSY = 4,      /* its thread attempts it, without the lock... */
    IO_CANCELLED = 8, /* ... and if that fails, is to end it so, */
    IO_FORGOTTEN = 16 /* or so */
};

enum { MANNERS = 4096 };
static _Atomic(uint8_t) manners[MANNERS]; /* by descriptor; a hint */

uint8_t pirn__manner(int fd)
{
    return atomic_load_explicit(&manners[(unsigned)fd % MANNERS],
                                memory_order_relaxed);
}

void pirn__manner_set(int fd, uint8_t manner)
{
    atomic_store_explicit(&manners[(unsigned)fd % MANNERS], manner,
                          memory_order_relaxed);
}

bool pirn__is_file(int fd)
{
    struct stat st;
    int saved = errno;
    bool is_file =
        fstat(fd, &st) == 0 &&
        (S_ISREG(st.st_mode) || S_ISBLK(st.st_mode) || S_ISDIR(st.st_mode));
    errno = saved;
    return is_file;
}

/* True if it is complete. */
static bool attempt(struct pirn__io *io)
{
    uint8_t manner = pirn__manner(io->fd), before = manner;
    io->result = pirn__attempt(io, &manner);
    if (manner != before)
        pirn__manner_set(io->fd, manner);
    return io->result != PIRN__WOULD_WAIT;
}

/* Lists of operations ------------------------------------------------------ */

static void link_io(struct pirn__thread *t, struct pirn__io *io)
{
    if (!pirn__has_io(t))
        pirn__list_append(&t->hub->polling, &t->node);
    io->prev = t->ios.prev;
    io->next = &t->ios;
    io->prev->next = io;
    t->ios.prev = io;
    t->hub->waiting[io->fd]++;
}

static void unlink_io(struct pirn__driver *hub, struct pirn__io *io)
{
    io->prev->next = io->next;
    io->next->prev = io->prev;
    hub->waiting[io->fd]--;
    if (io->prev == io->next && io->prev->prev == io->prev) {
        struct pirn__thread *t =
            pirn__container_of(io->prev, struct pirn__thread, ios);
        pirn__list_remove(&t->node);
    }
}

static void finish(struct pirn__driver *hub, struct pirn__io *io, ssize_t rc)
{
    unlink_io(hub, io);
    io->result = rc;
    io->state |= IO_FINISHED;
    io->next = hub->finished;
    hub->finished = io;
}

void pirn__poll_finish(struct pirn__driver *hub)
{
    struct pirn__io *io, *oldest = NULL;
    while ((io = hub->finished)) {
        hub->finished = io->next;
        io->next = oldest;
        oldest = io;
    }
    while ((io = oldest)) {
        oldest = io->next;
        hub->handed = io;
        hub->done(hub->arg, io);
    }
    hub->handed = NULL;
}

/* Waiting ------------------------------------------------------------------ */

static void change_mask(int how, sigset_t *old)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGURG);
    pthread_sigmask(how, &set, old);
}

void pirn__poll_end(struct pirn__thread *t)
{
    if (t->unblocks)
        change_mask(SIG_UNBLOCK, NULL);
}

/* The signals that t blocks in ppoll: all that it does by now, but the one. */
static const sigset_t *mask_of(struct pirn__thread *t)
{
    change_mask(SIG_BLOCK, &t->mask);
    if (!t->may_be_signalled)
        t->unblocks = !sigismember(&t->mask, SIGURG);
    t->may_be_signalled = true;
    sigdelset(&t->mask, SIGURG);
    return &t->mask;
}

static size_t count_ios(const struct pirn__thread *t)
{
    size_t count = 0;
    for (const struct pirn__io *io = t->ios.next; io != &t->ios; io = io->next)
        count++;
    return count;
}

/* Of an operation whose descriptor has an event. */
static void serve(struct pirn__thread *t, struct pirn__io *io)
{
    struct pirn__driver *hub = t->hub;
    io->state |= IO_BUSY;
    pthread_mutex_unlock(&hub->lock);
    bool is_complete = attempt(io);
    pthread_mutex_lock(&hub->lock);
    io->state &= ~(uint32_t)IO_BUSY;
    if (is_complete)
        finish(hub, io, io->result);
    else if (io->state & IO_FORGOTTEN)
        finish(hub, io, -EBADF);
    else if (io->state & IO_CANCELLED)
        finish(hub, io, -ECANCELED);
}

/* Serves those of the operations, as they were when t began to wait, which it
 * still has and for which there is an event. */
static void serve_all(struct pirn__thread *t, struct pirn__io **ios,
                      const struct pollfd *fds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct pirn__io *io = t->ios.next;
        while (io != &t->ios && io != ios[i])
            io = io->next;
        if (io != &t->ios && fds[i].revents)
            serve(t, io);
    }
}

/* In ppoll, on the thread t: with the lock given up. */
static int poll_for(struct pirn__thread *t, struct pollfd *fds, size_t count,
                    int64_t timeout)
{
    struct timespec left = {timeout / PIRN_S, timeout % PIRN_S};
    const sigset_t *mask = mask_of(t);
    int saved = errno;
    t->polls = true;
    pirn__hub_release(t->hub);
    int ready = ppoll(fds, count, timeout < 0 ? NULL : &left, mask);
    pirn__hub_lock(t->hub);
    t->polls = false;
    errno = saved;
    return ready;
}

void pirn__poll_wait(struct pirn__thread *t, int64_t timeout)
{
    enum { FEW = 8 };
    size_t count = count_ios(t), n = 0;
    struct pollfd few_fds[FEW], *fds = few_fds;
    struct pirn__io *few_ios[FEW], **ios = few_ios;
    if (count > FEW) {
        fds = malloc(count * sizeof *fds);
        ios = malloc(count * sizeof *ios);
        if (!fds || !ios)
            pirn__die("out of memory: cannot wait for descriptors");
    }
    for (struct pirn__io *io = t->ios.next; io != &t->ios; io = io->next) {
        ios[n] = io;
        fds[n++] = (struct pollfd){io->fd, pirn__events_of(io), 0};
    }
    if (poll_for(t, fds, n, timeout) > 0)
        serve_all(t, ios, fds, n);
    if (fds != few_fds) {
        free(fds);
        free(ios);
    }
}

static size_t count_all(const struct pirn__driver *hub)
{
    size_t count = 0;
    for (int fd = 0; fd < hub->waiting_count; fd++)
        count += hub->waiting[fd];
    return count;
}

void pirn__poll_all(struct pirn__thread *t, int64_t timeout)
{
    struct pirn__driver *hub = t->hub;
    size_t count = count_all(hub), n = 0;
    struct pollfd *fds = malloc((count + 1) * sizeof *fds);
    struct pirn__io **ios = malloc((count + 1) * sizeof *ios);
    if (!fds || !ios)
        pirn__die("out of memory: cannot wait for descriptors");
    for (struct pirn__list *node = hub->polling.next; node != &hub->polling;
         node = node->next) {
        struct pirn__thread *other =
            pirn__container_of(node, struct pirn__thread, node);
        for (struct pirn__io *io = other->ios.next; io != &other->ios;
             io = io->next) {
            ios[n] = io;
            fds[n++] = (struct pollfd){io->fd, pirn__events_of(io), 0};
        }
    }
    t->waits = true;
    atomic_store(&t->word, 0);
    hub->outlook = t;
    int ready = 0;
    if (n)
        ready = poll_for(t, fds, n, hub->finished ? 0 : timeout);
    else if (timeout && !hub->finished)
        pirn__sleep_for(t, timeout);
    hub->outlook = NULL;
    t->waits = false;
    for (size_t i = 0; ready > 0 && i < n; i++)
        if (fds[i].revents && !(ios[i]->state & IO_FINISHED))
            serve(t, ios[i]);
    free(fds);
    free(ios);
    pirn__poll_finish(hub);
}

/* One that is being attempted may have taken already what was ready. */
static bool is_any_ready(const struct pirn__thread *t)
{
    for (const struct pirn__io *io = t->ios.next; io != &t->ios;
         io = io->next) {
        struct pollfd fd = {io->fd, pirn__events_of(io), 0};
        if (io->state & IO_BUSY || poll(&fd, 1, 0) > 0)
            return true;
    }
    return false;
}

bool pirn__poll_is_any_ready(struct pirn__driver *hub)
{
    int saved = errno;
    bool found = false;
    for (struct pirn__list *node = hub->polling.next;
         !found && node != &hub->polling; node = node->next)
        found =
            is_any_ready(pirn__container_of(node, struct pirn__thread, node));
    errno = saved;
    return found;
}

/* What the runtime calls: see driver.h ------------------------------------- */

static void on_signal(int signal_number)
{
    (void)signal_number;
}

static void install(void)
{
    struct sigaction action, old;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGURG, NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        sigaction(SIGURG, &action, NULL);
}

/* Nobody asks when a wait is over: that has the lock then. */
static int open_driver(struct pirn__driver **out, pirn__io_done *done,
                       pirn__io_awake_fn *awake, void *arg)
{
    (void)awake;
    struct pirn__driver *hub = calloc(1, sizeof *hub);
    if (!hub)
        return -ENOMEM;
    hub->done = done;
    hub->arg = arg;
    hub->polling.prev = hub->polling.next = &hub->polling;
    pthread_mutexattr_t kind; /* it is never held for long */
    pthread_mutexattr_init(&kind);
    pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ADAPTIVE_NP);
    pthread_mutex_init(&hub->lock, &kind);
    pthread_mutexattr_destroy(&kind);
    pthread_attr_init(&hub->attributes);
    install();
    *out = hub;
    return 0;
}

static void close_driver(struct pirn__driver *hub)
{
    pthread_attr_destroy(&hub->attributes);
    pthread_mutex_destroy(&hub->lock);
    free(hub->waiting);
    free(hub);
}

static bool make_room(struct pirn__driver *hub, int fd)
{
    int count = hub->waiting_count ? hub->waiting_count : 64;
    if (fd < hub->waiting_count)
        return true;
    while (count <= fd)
        count = count > INT_MAX / 2 ? INT_MAX : 2 * count;
    if (pirn__fails((size_t)count * sizeof *hub->waiting))
        return false;
    unsigned *waiting = realloc(hub->waiting, (size_t)count * sizeof *waiting);
    if (!waiting)
        return false;
    memset(waiting + hub->waiting_count, 0,
           (size_t)(count - hub->waiting_count) * sizeof *waiting);
    hub->waiting = waiting;
    hub->waiting_count = count;
    return true;
}

/* A clause of a select may be submitted again, from done(): it is that of the
 * thread that waits. */
static struct pirn__thread *thread_of(struct pirn__driver *hub,
                                      const struct pirn__io *io)
{
    struct pirn__thread *t = pirn__this_thread;
    if (hub->handed == io) {
        t = pirn__thread_of(pirn__select_task(io));
        pirn__kick(t);
    }
    return t;
}

static bool submit(struct pirn__driver *hub, struct pirn__io *io)
{
    struct pirn__thread *t = thread_of(hub, io);
    bool has_attempted = t->has_attempted;
    io->result = PIRN__WOULD_WAIT;
    t->has_attempted = false;
    if (io->fd < 0) /* poll would ignore it */
        io->result = -EBADF;
    else if (!has_attempted && attempt(io))
        return true;
    else if (!has_attempted && io->kind->attempt_file && pirn__is_file(io->fd))
        io->result = pirn__attempt_file(io);
    else if (!make_room(hub, io->fd))
        io->result = -ENOMEM;
    else
        link_io(t, io);
    return io->result != PIRN__WOULD_WAIT;
}

/* io ends with rc, at once or when its thread has attempted it. */
static void stop(struct pirn__driver *hub, struct pirn__io *io, ssize_t rc)
{
    if (io->state & IO_FINISHED)
        return;
    if (io->state & IO_BUSY)
        io->state |= rc == -EBADF ? IO_FORGOTTEN : IO_CANCELLED;
    else
        finish(hub, io, rc);
}

static void cancel(struct pirn__driver *hub, struct pirn__io *io)
{
    stop(hub, io, -ECANCELED);
}

static void forget(struct pirn__driver *hub, int fd)
{
    struct pirn__list *node, *next;
    if (fd < 0 || fd >= hub->waiting_count)
        return;
    pirn__manner_set(fd, 0);
    for (node = hub->polling.next; hub->waiting[fd] && node != &hub->polling;
         node = next) {
        struct pirn__thread *t =
            pirn__container_of(node, struct pirn__thread, node);
        next = node->next;
        for (struct pirn__io *io = t->ios.next, *after; io != &t->ios;
             io = after) {
            after = io->next;
            if (io->fd == fd)
                stop(hub, io, -EBADF);
        }
    }
}

static void wait_for_none(struct pirn__driver *hub, int64_t timeout)
{
    (void)hub;
    (void)timeout;
}

/* For a SIGQUIT, from its handler, and for what is posted. The root has its
 * thread longest. */
static void wake(struct pirn__driver *hub)
{
    struct pirn__thread *t = hub->outlook ? hub->outlook : hub->root;
    pirn__poster_wake(hub);
    atomic_store(&t->word, 1);
    pirn__futex_wake(&t->word);
    pthread_kill(t->id, SIGURG);
}

const struct pirn__driver_ops pirn__driver_poll = {
    .open = open_driver,
    .close = close_driver,
    .submit = submit,
    .cancel = cancel,
    .release = forget,
    .wait = wait_for_none,
    .wake = wake,
};
