/* Readers and writers: a buffer before a stream, which the user brings.
 *
 * What is in the buffer costs no call of the stream. Both are streams
 * themselves: &r.stream, &w.stream. A call that is cancelled loses nothing:
 * what has been read stays in the reader, what has not been written in the
 * writer, and the next call goes on there. What needs no call of the stream is
 * done in a cancelled scope, too. Neither has anything to be freed, but a
 * writer is to be flushed. Each is used by one task at a time. */
#ifndef PIRN_BUFFERED_H
#define PIRN_BUFFERED_H

#include <pirn/stream.h>
#include <stdint.h>

/* Its members are the library's. */
struct pirn_reader {
    struct pirn_stream stream;
    struct pirn_stream *from;
    char *data;
    size_t size;
    size_t first, last; /* of what is in the buffer and has not been taken */
    char *cut;          /* NUL stands here in the place of... */
    char was;           /* ... this; if cut is not NULL */
};

/* Makes *r a reader of `from` by way of buf, which has size bytes. What is
 * read at once has to fit in, with one byte to spare: size is the limit for
 * the lines that a peer may send.
 * Suspends: never.
 * Owns:     keeps from and buf. */
PIRN__FUNCTION void pirn_reader_init(struct pirn_reader *r,
                                     struct pirn_stream *from, void *buf,
                                     size_t size);

/* Reads a line. *line points to it in the buffer, with its newline, if it is
 * not the last one of a stream that ends without, and with a NUL behind it; it
 * may be changed, and is good until the next call for r.
 * Suspends: while no whole line is there.
 * Returns:  the length, its newline included; 0 at the end; -EMSGSIZE: it does
 *           not fit in the buffer; -errno; -ECANCELED. After a failure all that
 *           was read of it is still there. */
PIRN__ASYNC ssize_t pirn_read_line(struct pirn_reader *r, char **line);

/* The same up to and with the first `mark`, a string of at least one character.
 * Suspends: while mark has not come.
 * Returns:  the length, that of mark included; 0 at the end; -ENODATA: the end
 *           comes without a mark, and what is before it is still there;
 *           -EMSGSIZE; -errno; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_read_until(struct pirn_reader *r, const char *mark,
                                    char **text);

/* Waits until n bytes are in the buffer, which stay there. *bytes points to
 * them; pirn_skip takes them.
 * Suspends: while there are fewer.
 * Returns:  how many there are, n or more; less than n at the end; -EMSGSIZE:
 *           n do not fit in the buffer; -errno; -ECANCELED. */
PIRN__ASYNC ssize_t pirn_peek(struct pirn_reader *r, char **bytes, size_t n);

/* Takes n bytes that are in the buffer, or as many as there are.
 * Suspends: never.
 * Returns:  how many it has taken. */
PIRN__FUNCTION size_t pirn_skip(struct pirn_reader *r, size_t n);

/* Reads until buf is full: from *done to n, as pirn_read_all does.
 * Suspends: while there is nothing to read.
 * Returns:  0: *done is n; -ENODATA: the end came before; -errno; -ECANCELED.
 */
PIRN__ASYNC int pirn_read_exactly(struct pirn_reader *r, void *buf, size_t n,
                                  size_t *done);

/* Its members are the library's. */
struct pirn_writer {
    struct pirn_stream stream;
    struct pirn_stream *to;
    char *data;
    size_t size;
    size_t first, last; /* of what is in the buffer and has not been written */
};

/* Makes *w a writer to `to` by way of buf, which has size bytes, at least one.
 * Suspends: never.
 * Owns:     keeps to and buf. */
PIRN__FUNCTION void pirn_writer_init(struct pirn_writer *w,
                                     struct pirn_stream *to, void *buf,
                                     size_t size);

/* pirn_print(w, format, ...): puts into the buffer what printf would print, all
 * of it or nothing; if there is no room the buffer is flushed before.
 * Suspends: as the stream does, if there is no room.
 * Returns:  0; -EMSGSIZE: it is not shorter than the buffer, as printf puts a
 *           NUL behind it; -ENOMEM, -EILSEQ: as of printf; -errno of a flush;
 *           -ECANCELED. */
#define pirn_print(w, ...)                                                     \
    PIRN__CALL_GIVEN(w, "pirn_print takes a writer and a format",              \
                     pirn__print(pirn__format(w, __VA_ARGS__)), __VA_ARGS__)

/* Puts buf into the buffer, from *done to n as pirn_write_all does; what is
 * larger than the buffer is written without it.
 * Suspends: as the stream does, if there is no room.
 * Returns:  0: *done is n; -errno; -ECANCELED. */
PIRN__ASYNC int pirn_put(struct pirn_writer *w, const void *buf, size_t n,
                         size_t *done);

/* Writes all that is in the buffer.
 * Suspends: as the stream does.
 * Returns:  0: it is empty; -errno, -ECANCELED: the next call goes on with what
 *           is left. */
PIRN__ASYNC int pirn_flush(struct pirn_writer *w);

/* Copies what `from` reads, to its end, to `to`, and adds what has been written
 * to *copied, which may be NULL. What has been read and not yet written stays
 * in the buffer of `from`, so a failure loses nothing, and a second call goes
 * on.
 *
 * Between two descriptors - sockets of a stream, pipes, files, none of which
 * blocks by itself, a file excepted - what is much moves by splice(2), as much
 * at a time as the buffer of `from` has room for, if that has 16 KiB or more.
 * The copy has a pipe of its own meanwhile, unless one of the two is one: it
 * needs two more descriptors, and goes on without if there are none. It keeps
 * them for no longer than 100 ms in which nothing comes.
 * Suspends: while there is nothing to read, or no room to write.
 * Returns:  0: the end; -errno of either; -ECANCELED. */
PIRN__ASYNC int pirn_copy(struct pirn_reader *from, struct pirn_stream *to,
                          uint64_t *copied);

/* What has been formatted: in the writer's buffer, or, where there was no room,
 * in memory of its own. */
struct pirn__formatted {
    struct pirn_writer *writer;
    char *text; /* NULL: rc is the result */
    size_t length;
    int rc;
};
PIRN__FUNCTION struct pirn__formatted pirn__format(struct pirn_writer *w,
                                                   const char *format, ...)
    __attribute__((__format__(__printf__, 2, 3)));
PIRN__ASYNC int pirn__print(struct pirn__formatted f);

#endif
