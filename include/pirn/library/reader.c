/* The buffered reader: see <pirn/buffered.h>.
 *
 * What is there lies in data[first..last). It is moved to the beginning of the
 * buffer only when more is to be read, so a line costs a search and little
 * else. One byte of the buffer is kept for the NUL behind a last line. */
#include <pirn.h>

/* Puts back what the NUL behind the last line stands for. */
PIRN__STATIC void pirn__reader_mend(struct pirn_reader *r)
{
    if (r->cut)
        *r->cut = r->was;
    r->cut = NULL;
}

/* Takes n bytes, as a string. */
PIRN__STATIC ssize_t pirn__reader_cut(struct pirn_reader *r, size_t n,
                                      char **text)
{
    *text = r->data + r->first;
    r->cut = *text + n;
    r->was = *r->cut;
    *r->cut = '\0';
    r->first += n;
    return (ssize_t)n;
}

/* Reads more behind what is there. Returns how much, 0 at the end, -errno, or
 * -EMSGSIZE if there is no room for it. */
PIRN__STATIC_ASYNC ssize_t pirn__reader_fill(struct pirn_reader *r)
{
    size_t there = r->last - r->first;
    ssize_t n;
    if (there + 1 >= r->size)
        return -EMSGSIZE;
    if (r->first > 0)
        __builtin_memmove(r->data, r->data + r->first, there);
    r->first = 0;
    r->last = there;
    n = PIRN_AWAIT pirn_stream_read(r->from, r->data + there,
                                    r->size - 1 - there);
    if (n > 0)
        r->last += (size_t)n;
    return n;
}

/* As memchr: a program without the translator may have its own of that name. */
PIRN__STATIC char *pirn__find_byte(char *text, char c, size_t n)
{
#ifdef __PIRN__
    return (char *)__builtin_memchr(text, c, n);
#else
    char *end = text + n;
    for (; text < end; text++)
        if (*text == c)
            return text;
    return NULL;
#endif
}

/* The first mark in what is there, of which *searched bytes are passed over,
 * and are more if there is none: NULL. */
PIRN__STATIC char *pirn__find_mark(struct pirn_reader *r, const char *mark,
                                   size_t length, size_t *searched)
{
    char *at = r->data + r->first + *searched, *end = r->data + r->last;
    while ((size_t)(end - at) >= length) {
        at = pirn__find_byte(at, *mark, (size_t)(end - at) - length + 1);
        if (!at)
            break;
        if (__builtin_memcmp(at, mark, length) == 0)
            return at;
        at++;
    }
    if (r->last - r->first >= length)
        *searched = r->last - r->first - length + 1;
    return NULL;
}

PIRN__ASYNC ssize_t pirn_read_line(struct pirn_reader *r, char **line)
{
    size_t searched = 0;
    pirn__reader_mend(r);
    for (;;) {
        char *from = r->data + r->first;
        size_t there = r->last - r->first;
        char *end = pirn__find_byte(from + searched, '\n', there - searched);
        ssize_t n;
        if (end)
            return pirn__reader_cut(r, (size_t)(end + 1 - from), line);
        searched = there;
        n = PIRN_AWAIT pirn__reader_fill(r);
        if (n == 0 && there > 0)
            return pirn__reader_cut(r, there, line);
        if (n <= 0)
            return n;
    }
}

PIRN__ASYNC ssize_t pirn_read_until(struct pirn_reader *r, const char *mark,
                                    char **text)
{
    size_t length = __builtin_strlen(mark), searched = 0;
    pirn__reader_mend(r);
    for (;;) {
        char *at = pirn__find_mark(r, mark, length, &searched);
        ssize_t n;
        if (at)
            return pirn__reader_cut(
                r, (size_t)(at - r->data) + length - r->first, text);
        n = PIRN_AWAIT pirn__reader_fill(r);
        if (n == 0 && r->last > r->first)
            return -ENODATA;
        if (n <= 0)
            return n;
    }
}

PIRN__ASYNC ssize_t pirn_peek(struct pirn_reader *r, char **bytes, size_t n)
{
    pirn__reader_mend(r);
    if (n >= r->size)
        return -EMSGSIZE;
    while (r->last - r->first < n) {
        ssize_t rc = PIRN_AWAIT pirn__reader_fill(r);
        if (rc < 0)
            return rc;
        if (rc == 0)
            break;
    }
    *bytes = r->data + r->first;
    return (ssize_t)(r->last - r->first);
}

PIRN__FUNCTION size_t pirn_skip(struct pirn_reader *r, size_t n)
{
    pirn__reader_mend(r);
    if (n > r->last - r->first)
        n = r->last - r->first;
    r->first += n;
    return n;
}

/* What is in the buffer; if nothing is, what would fill it goes straight to
 * where it is wanted. */
PIRN__STATIC_ASYNC ssize_t pirn__reader_read(struct pirn_stream *s, void *buf,
                                             size_t n)
{
    struct pirn_reader *r = (struct pirn_reader *)s;
    size_t there = r->last - r->first;
    pirn__reader_mend(r);
    if (there == 0 && n >= r->size)
        return PIRN_AWAIT pirn_stream_read(r->from, buf, n);
    if (there == 0 && n > 0) {
        ssize_t rc = PIRN_AWAIT pirn__reader_fill(r);
        if (rc <= 0)
            return rc;
        there = r->last - r->first;
    }
    if (n > there)
        n = there;
    __builtin_memcpy(buf, r->data + r->first, n);
    r->first += n;
    return (ssize_t)n;
}

PIRN__ASYNC int pirn_read_exactly(struct pirn_reader *r, void *buf, size_t n,
                                  size_t *done)
{
    size_t got = done ? *done : 0;
    while (got < n) {
        ssize_t rc = PIRN_AWAIT pirn__reader_read(&r->stream, (char *)buf + got,
                                                  n - got);
        if (rc <= 0)
            return rc ? (int)rc : -ENODATA;
        got += (size_t)rc;
        if (done)
            *done = got;
    }
    return 0;
}

PIRN__STATIC_ASYNC ssize_t pirn__reader_write(struct pirn_stream *s,
                                              const void *buf, size_t n)
{
    struct pirn_reader *r = (struct pirn_reader *)s;
    return PIRN_AWAIT pirn_stream_write(r->from, buf, n);
}

PIRN__STATIC_ASYNC int pirn__reader_shutdown(struct pirn_stream *s)
{
    return PIRN_AWAIT pirn_stream_shutdown(((struct pirn_reader *)s)->from);
}

PIRN__STATIC_ASYNC int pirn__reader_close(struct pirn_stream *s)
{
    return PIRN_AWAIT pirn_stream_close(((struct pirn_reader *)s)->from);
}

PIRN__FUNCTION void pirn_reader_init(struct pirn_reader *r,
                                     struct pirn_stream *from, void *buf,
                                     size_t size)
{
    static const struct pirn_stream_table table = {
        pirn__reader_read, pirn__reader_write, pirn__reader_shutdown,
        pirn__reader_close};
    r->stream.table = &table;
    r->from = from;
    r->data = (char *)buf;
    r->size = size;
    r->first = r->last = 0;
    r->cut = NULL;
}
