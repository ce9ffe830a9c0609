/* pirn_copy: see <pirn/buffered.h>.
 *
 * What comes little by little goes through the buffer of the reader. Where much
 * is there at once, and both streams are descriptors, splice(2) moves it: into
 * a pipe and out of it, without the program's memory having it ever.
 *
 * A failure loses nothing, because the pipe never holds more than the buffer
 * has room for. What is left in the pipe is read back there; since it is
 * there, that never waits, and is done in a cancelled scope, too. */
#include <pirn.h>
#ifdef __PIRN__
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

enum {
    PIRN__COPY_MUCH = 16 * 1024 - 1, /* if there is so much, it is moved... */
    PIRN__COPY_LITTLE = 4 * 1024,    /* ...until less than that comes at once */
    PIRN__COPY_MOST = 1 << 20,       /* at once, if one end is a pipe */
#ifdef __PIRN__
    PIRN__PIPE_FLAGS = O_CLOEXEC | O_NONBLOCK,
    PIRN__FIONREAD = FIONREAD
#else
    PIRN__PIPE_FLAGS = PIRN__CLOEXEC,
    PIRN__FIONREAD = 0x541B /* where it has another number nothing is moved */
#endif
};
#define PIRN__COPY_PATIENCE (100 * PIRN_MS)

struct pirn__copy {
    struct pirn_reader *from;
    struct pirn_stream *to;
    uint64_t *copied;
    int is_asked, can_move; /* is_asked: the members below, and can_move, are
                               valid */
    int in, out;            /* the descriptors of both streams */
    int needs_pipe;         /* as neither is one */
    unsigned gives;         /* the flags of a splice to out */
    int pipe[2];            /* valid while something is moved by it */
    size_t held;            /* so much is in the pipe */
};

/* Asking descriptors ------------------------------------------------------- */

/* How much can be read at once; -1: that cannot be known. */
PIRN__STATIC int pirn__readable(int fd)
{
    int saved = errno, n = 0;
    if (syscall(SYS_ioctl, (long)fd, (long)PIRN__FIONREAD, &n) < 0)
        n = -1;
    errno = saved;
    return n;
}

PIRN__STATIC int pirn__is_pipe(int fd)
{
    const long get_size = 1032; /* F_GETPIPE_SZ */
    int saved = errno, is_pipe = syscall(SYS_fcntl, (long)fd, get_size) >= 0;
    errno = saved;
    return is_pipe;
}

PIRN__STATIC int pirn__is_stream_socket(int fd)
{
    const long socket_level = 1, type_option = 3, stream = 1;
    int saved = errno, type = 0;
    socklen_t size = sizeof type;
    (void)syscall(SYS_getsockopt, (long)fd, socket_level, type_option, &type,
                  &size);
    errno = saved;
    return type == stream;
}

/* A seekable one of which it is known how much can be read is no device. */
PIRN__STATIC int pirn__is_regular(int fd)
{
    const long from_here = 1;
    int saved = errno, is_regular;
    is_regular = syscall(SYS_lseek, (long)fd, 0L, from_here) >= 0;
    errno = saved;
    return is_regular && pirn__readable(fd) >= 0;
}

/* True if splice(2) takes fd, which is not to have messages, as their ends
 * would be lost. Of what blocks by itself pirn_splice moves too little at a
 * time. */
PIRN__STATIC int pirn__can_move(int fd)
{
    if (fd < 0)
        return 0;
    if (pirn__is_regular(fd))
        return 1;
#ifdef __PIRN__
    if (!(syscall(SYS_fcntl, (long)fd, (long)F_GETFL) & O_NONBLOCK))
        return 0;
#endif
    return pirn__is_pipe(fd) || pirn__is_stream_socket(fd);
}

/* True if what comes next is to be moved. */
PIRN__STATIC int pirn__copy_is_to_move(struct pirn__copy *c)
{
    if (!c->is_asked) {
        c->is_asked = 1;
        c->in = pirn__stream_descriptor(c->from->from);
        c->out = pirn__stream_descriptor(c->to);
        c->can_move = c->from->size > PIRN__COPY_MUCH &&
                      pirn__can_move(c->in) && pirn__can_move(c->out);
        c->needs_pipe = !pirn__is_pipe(c->in) && !pirn__is_pipe(c->out);
        c->gives = PIRN__SPLICE_KNOWN;
        if (pirn__is_stream_socket(c->out))
            c->gives |= PIRN__SPLICE_TO_SOCKET;
    }
    return c->can_move && pirn__readable(c->in) >= PIRN__COPY_MUCH;
}

/* Moving ------------------------------------------------------------------- */

PIRN__STATIC void pirn__copy_count(struct pirn__copy *c, ssize_t n)
{
    if (c->copied)
        *c->copied += (uint64_t)n;
}

/* Fills the pipe. Returns how much there is; 0: the end; -errno; -EAGAIN: none
 * has come for a while. */
PIRN__STATIC_ASYNC ssize_t pirn__copy_take(struct pirn__copy *c)
{
    ssize_t n = 0;
    PIRN_SCOPE (pause, .timeout = PIRN__COPY_PATIENCE)
        n = PIRN_AWAIT pirn_splice(c->in, NULL, c->pipe[1], NULL,
                                   c->from->size - 1, PIRN__SPLICE_KNOWN);
    else
        n = -EAGAIN;
    c->held = n > 0 ? (size_t)n : 0;
    return n;
}

/* Empties the pipe. Returns 0 or -errno. */
PIRN__STATIC_ASYNC ssize_t pirn__copy_give(struct pirn__copy *c)
{
    while (c->held > 0) {
        ssize_t n = PIRN_AWAIT pirn_splice(c->pipe[0], NULL, c->out, NULL,
                                           c->held, c->gives);
        if (n <= 0)
            return n ? n : -EIO;
        c->held -= (size_t)n;
        pirn__copy_count(c, n);
    }
    return 0;
}

/* Moves what is there, by the pipe of its own or without. Returns how much; 0:
 * the end; -errno. */
PIRN__STATIC_ASYNC ssize_t pirn__copy_move_some(struct pirn__copy *c)
{
    ssize_t n, rc;
    if (c->needs_pipe) {
        n = PIRN_AWAIT pirn__copy_take(c);
        rc = PIRN_AWAIT pirn__copy_give(c);
        return rc < 0 ? rc : n;
    }
    n = PIRN_AWAIT pirn_splice(c->in, NULL, c->out, NULL, PIRN__COPY_MOST,
                               c->gives);
    if (n > 0)
        pirn__copy_count(c, n);
    return n;
}

/* Reads what is in the pipe into the buffer, which is empty. */
PIRN__STATIC void pirn__copy_take_back(struct pirn__copy *c)
{
    struct pirn_reader *r = c->from;
    int saved = errno;
    r->first = r->last = 0;
    while (c->held > 0) {
        long n = syscall(SYS_read, (long)c->pipe[0], r->data + r->last,
                         (long)c->held);
        if (n <= 0)
            break; /* which cannot be */
        r->last += (size_t)n;
        c->held -= (size_t)n;
    }
    errno = saved;
}

/* Returns 0 or -errno. */
PIRN__STATIC int pirn__copy_open(struct pirn__copy *c)
{
    int saved = errno, rc = 0;
    if (c->needs_pipe &&
        syscall(SYS_pipe2, c->pipe, (long)PIRN__PIPE_FLAGS) < 0)
        rc = -errno;
    errno = saved;
    return rc;
}

PIRN__STATIC_ASYNC void pirn__copy_close(struct pirn__copy *c)
{
    if (!c->needs_pipe)
        return;
    pirn__copy_take_back(c);
    (void)PIRN_AWAIT pirn_close(c->pipe[0]);
    (void)PIRN_AWAIT pirn_close(c->pipe[1]);
}

/* Moves as long as much comes. Returns 1: the copy goes on by the buffer; 0:
 * the end; -errno. */
PIRN__STATIC_ASYNC ssize_t pirn__copy_move(struct pirn__copy *c)
{
    ssize_t n;
    c->can_move = pirn__copy_open(c) == 0;
    if (!c->can_move)
        return 1;
    do
        n = PIRN_AWAIT pirn__copy_move_some(c);
    while (n >= PIRN__COPY_LITTLE);
    PIRN_AWAIT pirn__copy_close(c);
    c->can_move = n != -EINVAL; /* for some reason one end is not fit for it */
    return n == -EINVAL || n == -EAGAIN || n > 0 ? 1 : n;
}

PIRN__ASYNC int pirn_copy(struct pirn_reader *from, struct pirn_stream *to,
                          uint64_t *copied)
{
    static const struct pirn__copy none;
    struct pirn__copy c = none;
    ssize_t n = 1;
    c.from = from;
    c.to = to;
    c.copied = copied;
    while (n > 0) {
        char *bytes;
        ssize_t there = PIRN_AWAIT pirn_peek(from, &bytes, 1);
        if (there <= 0)
            return (int)there;
        n = PIRN_AWAIT pirn_stream_write(to, bytes, (size_t)there);
        if (n <= 0)
            return n ? (int)n : -EIO;
        (void)pirn_skip(from, (size_t)n);
        pirn__copy_count(&c, n);
        if (n == there && n >= PIRN__COPY_MUCH && pirn__copy_is_to_move(&c))
            n = PIRN_AWAIT pirn__copy_move(&c);
    }
    return (int)n;
}
