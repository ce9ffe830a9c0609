/* The runtime's coroutines, as translated code calls them. Each runs the one
 * behind it as the thread's task, and blocks while that is suspended; called
 * with a spawner, it makes a child, whose step is the runtime's. */
#include "threads.h"

/* What an entry returns, or leaves behind, when the one behind it has returned
 * with its value at `value`. */
static void end_call(struct pirn__thread *t, bool spawns, void *value)
{
    struct pirn__loop *loop = t->hub->loop;
    if (spawns) {
        t->born = loop->born;
        t->born_native = true;
    } else if (loop->worker.suspended) {
        pirn__block(t, value);
    }
    pirn__hub_leave(t);
}

/* The worker to call it with. */
static struct pirn_worker *begin_call(struct pirn__thread *t, bool spawns)
{
    struct pirn_worker *w = pirn__hub_enter(t);
    return spawns ? &t->hub->loop->spawner : w;
}

struct pirn_worker *pirn__front_begin(bool spawns)
{
    return begin_call(pirn__this_thread, spawns);
}

void pirn__front_end(bool spawns, void *value)
{
    end_call(pirn__this_thread, spawns, value);
}

int pirn__front_run(int (*f)(struct pirn_worker *w, void *arg), void *arg)
{
    struct pirn__thread *t = pirn__this_thread;
    unsigned inside = pirn__call_out(t);
    int rc = f(&t->worker, arg);
    pirn__call_back(t, inside);
    return rc;
}

#define ENTRY(RESULT, NAME, PARAMETERS, ...)                                   \
    PIRN__FRONT_ENTRY(NAME);                                                   \
    RESULT front_##NAME PARAMETERS                                             \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        bool spawns = pirn__must_start(w);                                     \
        w = begin_call(t, spawns);                                             \
        RESULT value = NAME(w, ##__VA_ARGS__);                                 \
        end_call(t, spawns, &value);                                           \
        return value;                                                          \
    }

#define W struct pirn_worker *w

ENTRY(int, pirn__chan_send,
      (W, struct pirn_chan *c, const void *item, size_t size), c, item, size)
ENTRY(int, pirn__chan_recv, (W, struct pirn_chan *c, void *item, size_t size),
      c, item, size)

ENTRY(int, pirn_accept, (W, int fd, struct sockaddr *peer, socklen_t *length),
      fd, peer, length)
ENTRY(int, pirn__accept,
      (W, int fd, struct sockaddr *peer, socklen_t *length, const char *place),
      fd, peer, length, place)
ENTRY(int, pirn_connect,
      (W, int fd, const struct sockaddr *address, socklen_t length), fd,
      address, length)
ENTRY(int, pirn_poll, (W, int fd, int events), fd, events)
ENTRY(int, pirn_close, (W, int fd), fd)
ENTRY(int, pirn_tcp_connect, (W, const char *address, int port), address, port)
ENTRY(int, pirn__tcp_connect,
      (W, const char *address, int port, const char *place), address, port,
      place)

/* Whose timer is not always set. */
PIRN__FRONT_ENTRY(pirn__select);
int front_pirn__select(struct pirn_worker *w, const struct pirn_clause *clauses,
                       int count, int is_fair)
{
    struct pirn__thread *t = pirn__this_thread;
    bool spawns = pirn__must_start(w);
    w = begin_call(t, spawns);
    if (!spawns)
        t->task->wait.timer.node.next = NULL;
    int value = pirn__select(w, clauses, count, is_fair);
    end_call(t, spawns, &value);
    return value;
}

/* What translated code calls besides --------------------------------------- */

PIRN__FRONT(pirn__await_task);
int front_pirn__await_task(struct pirn_worker *w, void *task, void *out,
                           size_t size)
{
    struct pirn__thread *t = pirn__this_thread;
    w = pirn__hub_enter(t);
    int value = pirn__await_task(w, task, out, size);
    end_call(t, false, out);
    return value;
}

PIRN__FRONT(pirn__scope_leave);
int front_pirn__scope_leave(struct pirn_worker *w, struct pirn_scope *s)
{
    struct pirn__thread *t = pirn__this_thread;
    w = pirn__hub_enter(t);
    int value = pirn__scope_leave(w, s);
    end_call(t, false, &value);
    return value;
}

/* Transfers ----------------------------------------------------------------
 *
 * What need not wait is done without the lock; only what would have to is then
 * done as all else. */

/* True if the operation is for the one behind it: the task is cancelled. */
static bool is_refused(struct pirn__thread *t)
{
    if (t->hub->takes_turns)
        return true;
    struct pirn_worker *w = pirn__hub_enter(t);
    bool is_refused = pirn__refused(w);
    pirn__hub_leave(t);
    return is_refused;
}

/* True of a recv that is to receive all. */
static inline bool is_of_parts(const struct pirn__io *io)
{
    return io->kind == PIRN__IO_RECV && io->flags & MSG_WAITALL;
}

/* True if io is complete. */
static bool transfer(struct pirn__thread *t, struct pirn__io *io)
{
    uint8_t manner = pirn__manner(io->fd), before = manner;
    io->state = 0;
    io->result = pirn__attempt(io, &manner);
    if (manner != before)
        pirn__manner_set(io->fd, manner);
    if (io->result == PIRN__WOULD_WAIT && io->kind <= PIRN__IO_WRITEV &&
        pirn__is_file(io->fd))
        io->result = pirn__attempt_file(io);
    t->has_attempted = io->result == PIRN__WOULD_WAIT;
    return !t->has_attempted;
}

#define OF_BUFFER                                                              \
    io.buffer.data = (void *)(uintptr_t)buf;                                   \
    io.buffer.size = n;
#define OF_MESSAGE                                                             \
    OF_BUFFER                                                                  \
    io.flags = flags;
#define OF_PARTS                                                               \
    io.vector.parts = parts;                                                   \
    io.vector.count = count;

#define TRANSFER(NAME, PARAMETERS, KIND, SET, ...)                             \
    PIRN__FRONT_ENTRY(NAME);                                                   \
    ssize_t front_##NAME PARAMETERS                                            \
    {                                                                          \
        struct pirn__thread *t = pirn__this_thread;                            \
        bool spawns = pirn__must_start(w);                                     \
        struct pirn__io io = {.fd = fd, .kind = KIND};                         \
        SET if (!spawns && !is_of_parts(&io) && !is_refused(t) &&              \
                transfer(t, &io)) return io.result;                            \
        w = begin_call(t, spawns);                                             \
        ssize_t value = NAME(w, fd, __VA_ARGS__);                              \
        t->has_attempted = false;                                              \
        end_call(t, spawns, &value);                                           \
        return value;                                                          \
    }

TRANSFER(pirn_read, (W, int fd, void *buf, size_t n), PIRN__IO_READ, OF_BUFFER,
         buf, n)
TRANSFER(pirn_write, (W, int fd, const void *buf, size_t n), PIRN__IO_WRITE,
         OF_BUFFER, buf, n)
TRANSFER(pirn_recv, (W, int fd, void *buf, size_t n, int flags), PIRN__IO_RECV,
         OF_MESSAGE, buf, n, flags)
TRANSFER(pirn_send, (W, int fd, const void *buf, size_t n, int flags),
         PIRN__IO_SEND, OF_MESSAGE, buf, n, flags)
TRANSFER(pirn_readv, (W, int fd, const struct iovec *parts, int count),
         PIRN__IO_READV, OF_PARTS, parts, count)
TRANSFER(pirn_writev, (W, int fd, const struct iovec *parts, int count),
         PIRN__IO_WRITEV, OF_PARTS, parts, count)

/* All of it at the first attempt; else what is left is written as ever. */
PIRN__FRONT_ENTRY(pirn_write_all);
int front_pirn_write_all(struct pirn_worker *w, int fd, const void *buf,
                         size_t n, size_t *done)
{
    struct pirn__thread *t = pirn__this_thread;
    bool spawns = pirn__must_start(w);
    size_t sent = done ? *done : 0;
    struct pirn__io io = {.fd = fd, .kind = PIRN__IO_WRITE};
    io.buffer.data = (char *)(uintptr_t)buf + sent;
    io.buffer.size = n - sent;
    if (!spawns && sent < n && !is_refused(t) && transfer(t, &io)) {
        if (io.result < 0)
            return (int)io.result;
        sent += (size_t)io.result;
        if (done)
            *done = sent;
        if (sent == n)
            return 0;
        if (io.result == 0)
            return -EIO;
    }
    w = begin_call(t, spawns);
    int value =
        spawns ? pirn_write_all(w, fd, buf, n, done)
               : pirn_write_all(w, fd, (const char *)buf + (done ? 0 : sent),
                                n - (done ? 0 : sent), done);
    t->has_attempted = false;
    end_call(t, spawns, &value);
    return value;
}

/* Calls of the program's own code ------------------------------------------
 *
 * They are made without the lock. When they are spawned, the child's step
 * calls the entry, as translated code would. */

PIRN__FRONT_ENTRY(pirn_suspend);

PIRN__FRONT(pirn__start);

/* pirn__frame_start, as translated code would call it. */
#define START(W, TYPE, STEP)                                                   \
    front_pirn__start(W, pirn__frame_class(sizeof(TYPE), _Alignof(TYPE)),      \
                      sizeof(TYPE), _Alignof(TYPE), STEP)

static void call_start(pirn_op *op, void *arg)
{
    struct pirn__start_call *call = arg;
    call->op = op;
    unsigned inside = pirn__call_out(call->thread);
    call->start(op, call->arg);
    pirn__call_back(call->thread, inside);
}

/* On the thread of whoever cancels: the task's own is to do it. */
static void ask_to_cancel(pirn_op *op, void *arg)
{
    struct pirn__start_call *call = arg;
    if (call->thread->hub->takes_turns) {
        call->cancel(op, call->arg);
        return;
    }
    call->thread->to_cancel = call;
    pirn__kick(call->thread);
}

void pirn__start_cancelled(struct pirn__thread *t)
{
    struct pirn__start_call *call = t->to_cancel;
    t->to_cancel = NULL;
    unsigned inside = pirn__call_out(t);
    call->cancel(call->op, call->arg);
    pirn__call_back(t, inside);
}

struct suspend_frame {
    PIRN__FRAME_HEADER;
    pirn_op_start *start;
    pirn_op_cancel *cancel;
    void *arg;
};

static struct pirn_frame *suspend_step(struct pirn_frame *frame,
                                       struct pirn_worker *w)
{
    struct suspend_frame *self = (struct suspend_frame *)frame;
    int rc = front_pirn_suspend(w, self->start, self->cancel, self->arg);
    return pirn__frame_finish(w, frame, rc);
}

PIRN__NATIVE(suspend_step, "pirn_suspend", NULL);

int front_pirn_suspend(struct pirn_worker *w, pirn_op_start *start,
                       pirn_op_cancel *cancel, void *arg)
{
    struct pirn__thread *t = pirn__this_thread;
    pirn__check_object((const void *)(uintptr_t)start, "pirn_suspend",
                       "function");
    if (pirn__must_start(w)) {
        struct suspend_frame *self =
            START(w, struct suspend_frame, suspend_step);
        if (self) {
            self->start = start;
            self->cancel = cancel;
            self->arg = arg;
        }
        return 0;
    }
    struct pirn__start_call call = {t, NULL, start, cancel, arg};
    w = pirn__hub_enter(t);
    int value =
        pirn_suspend(w, call_start, cancel ? ask_to_cancel : NULL, &call);
    if (w->suspended)
        pirn__block(t, &value);
    t->to_cancel = NULL;
    pirn__hub_leave(t);
    return value;
}
