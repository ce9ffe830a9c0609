/* Streams, and those of a descriptor, memory, and a pipe between two tasks: see
 * <pirn/stream.h>. */
#include <pirn.h>
#ifdef __PIRN__
#include <sys/socket.h>
#endif

PIRN__ASYNC ssize_t pirn_stream_read(struct pirn_stream *s, void *buf, size_t n)
{
    if (!s->table->read)
        return -EOPNOTSUPP;
    return PIRN_AWAIT s->table->read(s, buf, n);
}

PIRN__ASYNC ssize_t pirn_stream_write(struct pirn_stream *s, const void *buf,
                                      size_t n)
{
    if (!s->table->write)
        return -EOPNOTSUPP;
    return PIRN_AWAIT s->table->write(s, buf, n);
}

PIRN__ASYNC int pirn_stream_shutdown(struct pirn_stream *s)
{
    if (!s->table->shutdown)
        return -EOPNOTSUPP;
    return PIRN_AWAIT s->table->shutdown(s);
}

PIRN__ASYNC int pirn_stream_close(struct pirn_stream *s)
{
    if (!s->table->close)
        return -EOPNOTSUPP;
    return PIRN_AWAIT s->table->close(s);
}

PIRN__ASYNC int pirn_stream_write_all(struct pirn_stream *s, const void *buf,
                                      size_t n, size_t *done)
{
    size_t sent = done ? *done : 0;
    while (sent < n) {
        ssize_t rc =
            PIRN_AWAIT pirn_stream_write(s, (const char *)buf + sent, n - sent);
        if (rc <= 0)
            return rc ? (int)rc : -EIO;
        sent += (size_t)rc;
        if (done)
            *done = sent;
    }
    return 0;
}

/* A descriptor ------------------------------------------------------------- */

PIRN__STATIC_ASYNC ssize_t pirn__descriptor_read(struct pirn_stream *s,
                                                 void *buf, size_t n)
{
    return PIRN_AWAIT pirn_read(((struct pirn_descriptor *)s)->fd, buf, n);
}

PIRN__STATIC_ASYNC ssize_t pirn__descriptor_write(struct pirn_stream *s,
                                                  const void *buf, size_t n)
{
    return PIRN_AWAIT pirn_write(((struct pirn_descriptor *)s)->fd, buf, n);
}

PIRN__STATIC_ASYNC int pirn__descriptor_shutdown(struct pirn_stream *s)
{
    int fd = ((struct pirn_descriptor *)s)->fd, saved = errno, rc;
#ifdef __PIRN__
    rc = shutdown(fd, 1 /* SHUT_WR */) < 0 ? -errno : 0;
#else
    rc = syscall(SYS_shutdown, (long)fd, 1L) < 0 ? -errno : 0;
#endif
    errno = saved;
    return rc;
}

PIRN__STATIC_ASYNC int pirn__descriptor_close(struct pirn_stream *s)
{
    return PIRN_AWAIT pirn_close(((struct pirn_descriptor *)s)->fd);
}

PIRN__STATIC const struct pirn_stream_table *pirn__descriptor_table(void)
{
    static const struct pirn_stream_table table = {
        pirn__descriptor_read, pirn__descriptor_write,
        pirn__descriptor_shutdown, pirn__descriptor_close};
    return &table;
}

PIRN__FUNCTION struct pirn_descriptor pirn_descriptor(int fd)
{
    struct pirn_descriptor d;
    d.stream.table = pirn__descriptor_table();
    d.fd = fd;
    return d;
}

PIRN__FUNCTION int pirn__stream_descriptor(const struct pirn_stream *s)
{
    if (s->table != pirn__descriptor_table())
        return -1;
    return ((const struct pirn_descriptor *)s)->fd;
}

/* Memory ------------------------------------------------------------------- */

PIRN__STATIC_ASYNC ssize_t pirn__memory_read(struct pirn_stream *s, void *buf,
                                             size_t n)
{
    struct pirn_memory *m = (struct pirn_memory *)s;
    if (n > m->size - m->read)
        n = m->size - m->read;
    __builtin_memcpy(buf, m->data + m->read, n);
    m->read += n;
    return (ssize_t)n;
}

PIRN__STATIC_ASYNC ssize_t pirn__memory_write(struct pirn_stream *s,
                                              const void *buf, size_t n)
{
    struct pirn_memory *m = (struct pirn_memory *)s;
    size_t room = m->size < m->capacity ? m->capacity - m->size : 0;
    if (n > 0 && room == 0)
        return -ENOSPC;
    if (n > room)
        n = room;
    __builtin_memcpy(m->data + m->size, buf, n);
    m->size += n;
    return (ssize_t)n;
}

/* There is nobody to be told. */
PIRN__STATIC_ASYNC int pirn__memory_ends(struct pirn_stream *s)
{
    (void)s;
    return 0;
}

PIRN__FUNCTION struct pirn_memory pirn_memory(void *data, size_t size,
                                              size_t capacity)
{
    static const struct pirn_stream_table table = {
        pirn__memory_read, pirn__memory_write, pirn__memory_ends,
        pirn__memory_ends};
    struct pirn_memory m;
    m.stream.table = &table;
    m.data = (char *)data;
    m.size = size;
    m.capacity = capacity;
    m.read = 0;
    return m;
}

/* A pipe between two tasks ------------------------------------------------- */

/* The bytes that come next without a break: those that are there, or places for
 * more. */
PIRN__STATIC size_t pirn__pipe_part(const struct pirn_pipe *p, size_t from,
                                    size_t count, size_t most)
{
    if (count > p->capacity - from)
        count = p->capacity - from;
    return count < most ? count : most;
}

PIRN__STATIC size_t pirn__pipe_take(struct pirn_pipe *p, char *to, size_t n)
{
    size_t taken = 0, part;
    while ((part = pirn__pipe_part(p, p->first, p->count, n - taken)) > 0) {
        __builtin_memcpy(to + taken, p->data + p->first, part);
        p->first = (p->first + part) % p->capacity;
        p->count -= part;
        taken += part;
    }
    return taken;
}

PIRN__STATIC size_t pirn__pipe_put(struct pirn_pipe *p, const char *from,
                                   size_t n)
{
    size_t put = 0, part;
    while (p->count < p->capacity) {
        size_t behind = (p->first + p->count) % p->capacity;
        part = pirn__pipe_part(p, behind, p->capacity - p->count, n - put);
        if (part == 0)
            break;
        __builtin_memcpy(p->data + behind, from + put, part);
        p->count += part;
        put += part;
    }
    return put;
}

PIRN__STATIC_ASYNC ssize_t pirn__pipe_read(struct pirn_stream *s, void *buf,
                                           size_t n)
{
    struct pirn_pipe *p = (struct pirn_pipe *)s;
    ssize_t rc = PIRN_AWAIT pirn_mutex_lock(&p->mutex);
    if (rc < 0)
        return rc;
    while (rc == 0 && n > 0 && p->count == 0 && !p->is_shut && !p->is_closed)
        rc = PIRN_AWAIT pirn_condition_wait(&p->changed, &p->mutex);
    if (rc == 0) {
        rc = (ssize_t)pirn__pipe_take(p, (char *)buf, n);
        pirn_condition_broadcast(&p->changed);
    }
    pirn_mutex_unlock(&p->mutex);
    return rc;
}

PIRN__STATIC_ASYNC ssize_t pirn__pipe_write(struct pirn_stream *s,
                                            const void *buf, size_t n)
{
    struct pirn_pipe *p = (struct pirn_pipe *)s;
    ssize_t rc = PIRN_AWAIT pirn_mutex_lock(&p->mutex);
    if (rc < 0)
        return rc;
    while (rc == 0 && n > 0 && p->count == p->capacity && !p->is_shut &&
           !p->is_closed)
        rc = PIRN_AWAIT pirn_condition_wait(&p->changed, &p->mutex);
    if (rc == 0 && (p->is_shut || p->is_closed))
        rc = -EPIPE;
    if (rc == 0) {
        rc = (ssize_t)pirn__pipe_put(p, (const char *)buf, n);
        pirn_condition_broadcast(&p->changed);
    }
    pirn_mutex_unlock(&p->mutex);
    return rc;
}

/* Also in a cancelled scope, where no lock is waited for; but nobody has the
 * mutex for longer than a turn. */
PIRN__STATIC_ASYNC int pirn__pipe_ends(struct pirn_pipe *p, bool *flag)
{
    while (pirn_mutex_try_lock(&p->mutex) < 0)
        (void)PIRN_AWAIT pirn_yield_now();
    *flag = 1;
    pirn_condition_broadcast(&p->changed);
    pirn_mutex_unlock(&p->mutex);
    return 0;
}

PIRN__STATIC_ASYNC int pirn__pipe_shutdown(struct pirn_stream *s)
{
    struct pirn_pipe *p = (struct pirn_pipe *)s;
    return PIRN_AWAIT pirn__pipe_ends(p, &p->is_shut);
}

PIRN__STATIC_ASYNC int pirn__pipe_close(struct pirn_stream *s)
{
    struct pirn_pipe *p = (struct pirn_pipe *)s;
    return PIRN_AWAIT pirn__pipe_ends(p, &p->is_closed);
}

PIRN__FUNCTION struct pirn_pipe pirn_pipe(void *data, size_t capacity)
{
    static const struct pirn_stream_table table = {
        pirn__pipe_read, pirn__pipe_write, pirn__pipe_shutdown,
        pirn__pipe_close};
    static const struct pirn_pipe empty;
    struct pirn_pipe p = empty;
    p.stream.table = &table;
    p.data = (char *)data;
    p.capacity = capacity;
    return p;
}
