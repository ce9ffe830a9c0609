// pirn_copy moves what is much from one descriptor to another without reading
// it: sockets, pipes and files, to the end. What splice(2) refuses, as a file
// that is appended to, goes by the buffer.
// elided: same
// asan
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pirn.h>

/* Larger than what is read at first, and no more than sockets and pipes have
 * room for, so that the elision, which does one thing after another, can write
 * it before it reads. */
enum { BUFFER = 32768, SIZE = 50000 };

static char buffer[BUFFER], sent[SIZE], got[SIZE];

static int new_file(int flags)
{
    char name[] = "/tmp/pirn-copy-XXXXXX";
    int made = mkstemp(name), file = open(name, O_RDWR | flags);
    if (made < 0 || file < 0 || close(made) || unlink(name))
        abort();
    return file;
}

static void new_sockets(int ends[2])
{
    int most = 4 * SIZE;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0,
                   ends))
        abort();
    for (int i = 0; i < 2; i++)
        setsockopt(ends[i], SOL_SOCKET, SO_SNDBUF, &most, sizeof most);
}

static void new_pipe(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK))
        abort();
}

/* Copies all that comes, and tells whether what came behind the first bufferful
 * has left the buffer as it was. */
static async void copy(const char *what, int from, int to)
{
    struct pirn_descriptor in = pirn_descriptor(from);
    struct pirn_descriptor out = pirn_descriptor(to);
    struct pirn_reader r;
    uint64_t copied = 0;
    pirn_reader_init(&r, &in.stream, buffer, BUFFER);
    int rc = await pirn_copy(&r, &out.stream, &copied);
    bool is_moved = memcmp(buffer, sent, BUFFER - 1) == 0;
    printf("%s: %d, %d bytes, moved: %d\n", what, rc, (int)copied, is_moved);
    await pirn_close(from);
}

static async void compare(int from)
{
    memset(got, 0, SIZE);
    int rc = await pirn_read_all(from, got, SIZE, NULL);
    printf("%s\n", rc == 0 && memcmp(got, sent, SIZE) == 0 ? "same" : "other");
    await pirn_close(from);
}

static async void write_and_close(int fd)
{
    if (await pirn_write_all(fd, sent, SIZE, NULL) < 0)
        abort();
    await pirn_close(fd);
}

async int main(void)
{
    int a[2], b[2], file;
    for (int i = 0; i < SIZE; i++)
        sent[i] = (char)(i * 7 + i / 256);

    new_sockets(a);
    new_sockets(b);
    await write_and_close(a[1]);
    await copy("socket to socket", a[0], b[1]);
    // expect: socket to socket: 0, 50000 bytes, moved: 1
    await pirn_close(b[1]);
    await compare(b[0]);
    // expect: same

    new_pipe(a);
    new_sockets(b);
    await write_and_close(a[1]);
    await copy("pipe to socket", a[0], b[1]);
    // expect: pipe to socket: 0, 50000 bytes, moved: 1
    await pirn_close(b[1]);
    await compare(b[0]);
    // expect: same

    new_sockets(a);
    file = new_file(0);
    await write_and_close(a[1]);
    await copy("socket to file", a[0], file);
    // expect: socket to file: 0, 50000 bytes, moved: 1
    lseek(file, 0, SEEK_SET);
    new_pipe(b);
    await copy("file to pipe", file, b[1]);
    // expect: file to pipe: 0, 50000 bytes, moved: 1
    await pirn_close(b[1]);
    await compare(b[0]);
    // expect: same

    new_sockets(a);
    file = new_file(O_APPEND);
    await write_and_close(a[1]);
    await copy("socket to the end of a file", a[0], file);
    // expect: socket to the end of a file: 0, 50000 bytes, moved: 0
    lseek(file, 0, SEEK_SET);
    await compare(file);
    // expect: same
    return 0;
}
