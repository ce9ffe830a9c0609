// Streams, readers, writers and copies, in many orders, cancelled everywhere,
// and with every system call and allocation failing, lose no byte and leave
// nobody waiting.
// expect: lines through a pipe: ok
// expect: a pipe that is closed: ok
// expect: a copy between descriptors: ok
// expect: a copy that is taken up again: ok
// asan
// threads: no, a test chooses the order of tasks
#include <sys/socket.h>

#include "parts/scenarios.h"

static async int print_numbers(struct pirn_stream *to, int count)
{
    char buffer[8];
    struct pirn_writer w;
    int rc = 0;
    alive++;
    pirn_writer_init(&w, to, buffer, sizeof buffer);
    for (int i = 0; i < count && rc == 0; i++)
        rc = await pirn_print(&w, "%d\n", i);
    int ended = await pirn_stream_shutdown(&w.stream);
    if (ended < 0) /* what is in the buffer is lost, and the reader told */
        await pirn_stream_shutdown(to);
    alive--;
    return rc < 0 ? rc : ended;
}

/* Numbers that count up from 0, and perhaps a last one that is not whole. */
static async int read_numbers(struct pirn_stream *from)
{
    char buffer[6], *line;
    struct pirn_reader r;
    ssize_t n;
    int count = 0;
    pirn_reader_init(&r, from, buffer, sizeof buffer);
    while ((n = await pirn_read_line(&r, &line)) > 0) {
        MUST(strlen(line) == (size_t)n);
        if (line[n - 1] == '\n')
            MUST(atoi(line) == count++);
    }
    return n < 0 ? (int)n : count;
}

static async int lines(void)
{
    char data[3];
    struct pirn_pipe pipe = pirn_pipe(data, sizeof data);
    int rc;
    scope (s) {
        task(int) printed = spawn print_numbers(&pipe.stream, 12);
        rc = await read_numbers(&pipe.stream);
        await pirn_stream_close(&pipe.stream);
        int wrote = await printed;
        MUST(rc < 0 || wrote < 0 || rc == 12);
        if (wrote < 0)
            rc = wrote;
    }
    return rc < 0 ? rc : 0;
}

static async int closed(void)
{
    char data[3], byte;
    struct pirn_pipe pipe = pirn_pipe(data, sizeof data);
    int rc;
    scope (s) {
        task(int) printed = spawn print_numbers(&pipe.stream, 50);
        rc = (int)await pirn_stream_read(&pipe.stream, &byte, 1);
        await pirn_stream_close(&pipe.stream);
        int wrote = await printed;
        MUST(wrote == -EPIPE || wrote == -ECANCELED);
    }
    return rc < 0 ? rc : 0;
}

static async int feed(int fd)
{
    struct pirn_descriptor d = pirn_descriptor(fd);
    int rc = await print_numbers(&d.stream, 12);
    await pirn_stream_close(&d.stream);
    return rc;
}

static async int pass_on(int from_fd, int to_fd)
{
    char buffer[7];
    struct pirn_descriptor from = pirn_descriptor(from_fd),
                           to = pirn_descriptor(to_fd);
    struct pirn_reader r;
    alive++;
    pirn_reader_init(&r, &from.stream, buffer, sizeof buffer);
    int rc = await pirn_copy(&r, &to.stream, NULL);
    await pirn_stream_close(&to.stream);
    await pirn_stream_close(&r.stream);
    alive--;
    return rc;
}

static async int descriptors(void)
{
    int a[2], b[2], rc;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, a) < 0)
        return -errno;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, b) < 0) {
        rc = -errno;
        await pirn_close(a[0]);
        await pirn_close(a[1]);
        return rc;
    }
    scope (s) {
        struct pirn_descriptor end = pirn_descriptor(b[1]);
        task(int) fed = spawn feed(a[0]);
        task(int) passed = spawn pass_on(a[1], b[0]);
        rc = await read_numbers(&end.stream);
        await pirn_stream_close(&end.stream);
        int wrote = await fed, copied = await passed;
        MUST(rc < 0 || wrote < 0 || copied < 0 || rc == 12);
        rc = rc < 0 ? rc : wrote < 0 ? wrote : copied;
    }
    return rc;
}

/* Each failure is only the end of a call. */
static async int taken_up(void)
{
    char data[2], buffer[7], below[16];
    uint64_t copied = 0;
    struct pirn_memory from = pirn_memory("0\n1\n2\n3\n", 8, 8);
    struct pirn_memory to = pirn_memory(below, 0, sizeof below);
    struct pirn_reader r, behind;
    int rc = 0;
    pirn_reader_init(&r, &from.stream, buffer, sizeof buffer);
    pirn_reader_init(&behind, &r.stream, data, sizeof data);
    scope (first) {
        await pirn_yield_now();
        rc = await pirn_copy(&behind, &to.stream, &copied);
    }
    if (rc < 0) {
        scope (again, .shield = true) {
            rc = await pirn_copy(&behind, &to.stream, &copied);
        }
    }
    MUST(rc == 0 && copied == 8 && memcmp(below, "0\n1\n2\n3\n", 8) == 0);
    return 0;
}

static const struct scenario scenarios[] = {
    {"lines through a pipe", lines, 0},
    {"a pipe that is closed", closed, 0},
    {"a copy between descriptors", descriptors, 60},
    {"a copy that is taken up again", taken_up, 0},
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
