/* Streams: one small interface over anything that has bytes.
 *
 * A stream is a struct whose first member is a struct pirn_stream, which points
 * to a table of coroutines. Here are those of a descriptor, of memory, and of a
 * pipe between two tasks; a program adds its own by a table of its own, and all
 * that reads, writes or copies takes them like these. Read by
 * pirn_stream_read(s, ...), which is s->table->read(s, ...).
 *
 * A stream lies in its user's memory, and owns nothing but what it is told to
 * close. One task reads and one task writes at a time. */
#ifndef PIRN_STREAM_H
#define PIRN_STREAM_H

#include <errno.h>
#include <pirn/keywords.h>
#include <pirn/posix_types.h>
#include <pirn/sync.h>
#include <stdbool.h>
#include <stddef.h>

struct pirn_stream;

/* What a stream can do. A member that is NULL is refused, with -EOPNOTSUPP. */
struct pirn_stream_table {
    /* As pirn_read and pirn_write: at most n bytes, and at least one if n is
     * not 0; 0 from read is the end. With -ECANCELED none was transferred. */
    PIRN_ASYNC ssize_t (*read)(struct pirn_stream *s, void *buf, size_t n);
    PIRN_ASYNC ssize_t (*write)(struct pirn_stream *s, const void *buf,
                                size_t n);
    /* Says to the other side that nothing more is written. */
    PIRN_ASYNC int (*shutdown)(struct pirn_stream *s);
    /* Closes it, in a cancelled scope too. */
    PIRN_ASYNC int (*close)(struct pirn_stream *s);
};

struct pirn_stream {
    const struct pirn_stream_table *table;
};

/* Each of these is the member of the table that it is called after.
 * Suspends: as that does.
 * Returns:  what that returns; -EOPNOTSUPP if there is none. */
PIRN__ASYNC ssize_t pirn_stream_read(struct pirn_stream *s, void *buf,
                                     size_t n);
PIRN__ASYNC ssize_t pirn_stream_write(struct pirn_stream *s, const void *buf,
                                      size_t n);
PIRN__ASYNC int pirn_stream_shutdown(struct pirn_stream *s);
PIRN__ASYNC int pirn_stream_close(struct pirn_stream *s);

/* Writes buf from *done to n, as pirn_write_all does.
 * Suspends: while there is no room.
 * Returns:  0: *done is n; -errno; -ECANCELED. */
PIRN__ASYNC int pirn_stream_write_all(struct pirn_stream *s, const void *buf,
                                      size_t n, size_t *done);

/* A descriptor. Its shutdown is that of a socket, -ENOTSOCK for others. */
struct pirn_descriptor {
    struct pirn_stream stream;
    int fd;
};

/* A stream over fd, which its close closes.
 * Suspends: never. */
PIRN__FUNCTION struct pirn_descriptor pirn_descriptor(int fd);
/* The descriptor that s is a stream over; -1 if it is none. */
PIRN__FUNCTION int pirn__stream_descriptor(const struct pirn_stream *s);

/* Memory. What is written comes behind what is there, and what is there is
 * read. It never waits. */
struct pirn_memory {
    struct pirn_stream stream;
    char *data;
    size_t size;     /* bytes in it, of which `read` have been read */
    size_t capacity; /* that fit; a write of more than fits is cut short, one
                        for which there is no room gives -ENOSPC */
    size_t read;
};

/* A stream over data, which has room for capacity bytes, of which size are
 * there already. Where there is no room for more than these, as for a capacity
 * of 0, it can only be read.
 * Suspends: never.
 * Owns:     keeps data. */
PIRN__FUNCTION struct pirn_memory pirn_memory(void *data, size_t size,
                                              size_t capacity);

/* A pipe between two tasks: what the one writes the other reads. The writer
 * says by shutdown that there is no more, the reader by close that it wants no
 * more; then writing gives -EPIPE. */
struct pirn_pipe {
    struct pirn_stream stream;
    char *data;
    size_t capacity;
    size_t first, count; /* of the bytes in it; behind the last place comes the
                            first one */
    bool is_shut, is_closed;
    struct pirn_mutex mutex;
    struct pirn_condition changed;
};

/* A pipe through data, which has room for capacity bytes.
 * Suspends: never.
 * Owns:     keeps data. */
PIRN__FUNCTION struct pirn_pipe pirn_pipe(void *data, size_t capacity);

#endif
