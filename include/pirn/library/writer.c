/* The buffered writer: see <pirn/buffered.h>. What is there lies in
 * data[first..last). */
#include <pirn.h>
#ifdef __PIRN__
#include <stdio.h>
#endif

PIRN__ASYNC int pirn_flush(struct pirn_writer *w)
{
    while (w->first < w->last) {
        ssize_t n = PIRN_AWAIT pirn_stream_write(w->to, w->data + w->first,
                                                 w->last - w->first);
        if (n <= 0)
            return n ? (int)n : -EIO;
        w->first += (size_t)n;
    }
    w->first = w->last = 0;
    return 0;
}

/* Puts as much into the buffer as there is room for, or writes it if the buffer
 * is empty and too small. */
PIRN__STATIC_ASYNC ssize_t pirn__writer_write(struct pirn_stream *s,
                                              const void *buf, size_t n)
{
    struct pirn_writer *w = (struct pirn_writer *)s;
    if (n > w->size - w->last) {
        int rc = PIRN_AWAIT pirn_flush(w);
        if (rc < 0)
            return rc;
        if (n >= w->size)
            return PIRN_AWAIT pirn_stream_write(w->to, buf, n);
    }
    __builtin_memcpy(w->data + w->last, buf, n);
    w->last += n;
    return (ssize_t)n;
}

PIRN__ASYNC int pirn_put(struct pirn_writer *w, const void *buf, size_t n,
                         size_t *done)
{
    size_t put = done ? *done : 0;
    while (put < n) {
        ssize_t rc = PIRN_AWAIT pirn__writer_write(
            &w->stream, (const char *)buf + put, n - put);
        if (rc <= 0)
            return rc ? (int)rc : -EIO;
        put += (size_t)rc;
        if (done)
            *done = put;
    }
    return 0;
}

/* Into memory of its own, where there was no room for it. */
PIRN__STATIC void pirn__format_apart(struct pirn__formatted *f,
                                     const char *format,
                                     __builtin_va_list arguments)
{
    f->text = (char *)__builtin_malloc(f->length + 1);
    f->rc = -ENOMEM; /* unless there is a text */
    if (f->text)
        (void)__builtin_vsnprintf(f->text, f->length + 1, format, arguments);
}

PIRN__FUNCTION struct pirn__formatted pirn__format(struct pirn_writer *w,
                                                   const char *format, ...)
{
    struct pirn__formatted f = {NULL, NULL, 0, 0};
    size_t room = w->size - w->last;
    __builtin_va_list arguments;
    int saved = errno, n;
    f.writer = w;
    __builtin_va_start(arguments, format);
    n = __builtin_vsnprintf(w->data + w->last, room, format, arguments);
    __builtin_va_end(arguments);
    if (n < 0) {
        f.rc = -errno;
    } else if ((size_t)n < room) {
        w->last += (size_t)n;
    } else if ((size_t)n >= w->size) {
        f.rc = -EMSGSIZE;
    } else {
        f.length = (size_t)n;
        __builtin_va_start(arguments, format);
        pirn__format_apart(&f, format, arguments);
        __builtin_va_end(arguments);
    }
    errno = saved;
    return f;
}

PIRN__ASYNC int pirn__print(struct pirn__formatted f)
{
    int rc;
    if (!f.text)
        return f.rc;
    rc = PIRN_AWAIT pirn_flush(f.writer);
    if (rc == 0) {
        __builtin_memcpy(f.writer->data, f.text, f.length);
        f.writer->last = f.length;
    }
    __builtin_free(f.text);
    return rc;
}

PIRN__STATIC_ASYNC ssize_t pirn__writer_read(struct pirn_stream *s, void *buf,
                                             size_t n)
{
    struct pirn_writer *w = (struct pirn_writer *)s;
    return PIRN_AWAIT pirn_stream_read(w->to, buf, n);
}

PIRN__STATIC_ASYNC int pirn__writer_shutdown(struct pirn_stream *s)
{
    struct pirn_writer *w = (struct pirn_writer *)s;
    int rc = PIRN_AWAIT pirn_flush(w);
    return rc < 0 ? rc : PIRN_AWAIT pirn_stream_shutdown(w->to);
}

/* What is left is tried to be written, and the stream closed all the same. */
PIRN__STATIC_ASYNC int pirn__writer_close(struct pirn_stream *s)
{
    struct pirn_writer *w = (struct pirn_writer *)s;
    int flushed = PIRN_AWAIT pirn_flush(w);
    int closed = PIRN_AWAIT pirn_stream_close(w->to);
    return flushed < 0 ? flushed : closed;
}

PIRN__FUNCTION void pirn_writer_init(struct pirn_writer *w,
                                     struct pirn_stream *to, void *buf,
                                     size_t size)
{
    static const struct pirn_stream_table table = {
        pirn__writer_read, pirn__writer_write, pirn__writer_shutdown,
        pirn__writer_close};
    w->stream.table = &table;
    w->to = to;
    w->data = (char *)buf;
    w->size = size;
    w->first = w->last = 0;
}
