// A copy of more than fits in its buffer, in many orders, cancelled everywhere,
// and with every system call and allocation failing, loses no byte: what
// it has taken and not written is in the buffer.
// expect: between sockets: ok
// expect: from a pipe: ok
// expect: into a file: ok
// asan
// threads: no, a test chooses the order of tasks
#define _GNU_SOURCE
#include <sys/socket.h>

#include "parts/scenarios.h"

enum { BUFFER = 16384, SIZE = 60000 };

static char sent[SIZE];

static async int feed(int fd)
{
    int rc = await pirn_write_all(fd, sent, SIZE, NULL);
    await pirn_close(fd);
    return rc;
}

/* Whatever has become of a copy: what it has not written is in the buffer, or
 * not read yet. */
static void check_rest(const struct pirn_reader *r, int from, uint64_t copied)
{
    static char more[SIZE];
    size_t kept = r->last - r->first, at = copied + kept;
    MUST(at <= SIZE);
    MUST(memcmp(r->data + r->first, sent + copied, kept) == 0);
    ssize_t n = read(from, more, SIZE);
    MUST(n <= 0 || memcmp(more, sent + at, (size_t)n) == 0);
}

/* Returns how much it has copied, or what it has failed with. */
static async int pass_on(int from, int to)
{
    static char buffer[BUFFER];
    struct pirn_descriptor in = pirn_descriptor(from);
    struct pirn_descriptor out = pirn_descriptor(to);
    struct pirn_reader r;
    uint64_t copied = 0;
    pirn_reader_init(&r, &in.stream, buffer, BUFFER);
    int rc = await pirn_copy(&r, &out.stream, &copied);
    check_rest(&r, from, copied);
    await pirn_close(from);
    await pirn_close(to);
    return rc < 0 ? rc : (int)copied;
}

/* What has come is what was sent, as far as it goes. */
static async int expect(int fd)
{
    static char got[SIZE];
    size_t done = 0;
    int rc = await pirn_read_all(fd, got, SIZE, &done);
    MUST(memcmp(got, sent, done) == 0);
    await pirn_close(fd);
    return rc;
}

static void new_sockets(int ends[2])
{
    MUST(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends) == 0);
}

static async int copy_between(int in[2], int out[2])
{
    int rc;
    scope (s) {
        task(int) fed = spawn feed(in[1]);
        task(int) copied = spawn pass_on(in[0], out[1]);
        int got = await expect(out[0]), gave = await fed;
        rc = await copied;
        MUST(got < 0 || gave < 0 || rc < 0 || rc == SIZE);
        rc = got < 0 ? got : gave < 0 ? gave : rc < 0 ? rc : 0;
    }
    return rc;
}

static async int sockets(void)
{
    int a[2], b[2];
    new_sockets(a);
    new_sockets(b);
    return await copy_between(a, b);
}

static async int from_pipe(void)
{
    int a[2], b[2];
    MUST(pipe2(a, O_NONBLOCK) == 0);
    new_sockets(b);
    return await copy_between(a, b);
}

static async int into_file(void)
{
    char name[] = "/tmp/pirn-copy-XXXXXX";
    int a[2], file = mkstemp(name), again = dup(file), rc;
    MUST(file >= 0 && again >= 0 && unlink(name) == 0);
    new_sockets(a);
    scope (s) {
        task(int) fed = spawn feed(a[1]);
        rc = await pass_on(a[0], file);
        int gave = await fed;
        rc = gave < 0 ? gave : rc < 0 ? rc : 0;
    }
    lseek(again, 0, SEEK_SET);
    int got = await expect(again);
    return rc < 0 ? rc : got;
}

static const struct scenario scenarios[] = {
    {"between sockets", sockets, 60},
    {"from a pipe", from_pipe, 60},
    {"into a file", into_file, 60},
};

int main(void)
{
    for (int i = 0; i < SIZE; i++)
        sent[i] = (char)(i * 7 + i / 256);
    CHECK_ALL(scenarios);
    return 0;
}
