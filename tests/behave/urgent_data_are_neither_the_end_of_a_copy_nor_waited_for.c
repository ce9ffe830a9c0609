// splice(2) does not go past urgent data of TCP: it tells of the end there, or
// that it would have to wait, while more is ready. pirn_copy passes them as
// pirn_read does, and pirn_splice says that they are there.
// expect: into a file: 0, 120000 bytes
// expect: into a pipe: 0, 120000 bytes
// expect: before the end, into a pipe: 120000 bytes
// expect: pirn_splice: -EAGAIN, -EAGAIN
// asan
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pirn.h>

/* SIZE: more than goes by the buffer at first, so that the rest is moved. */
enum { BUFFER = 32768, SIZE = 60000 };

static char buffer[BUFFER], sent[SIZE];

/* Returns the end to read from, with `size` bytes there before and behind
 * urgent data; *other is where these come from. */
static async int new_stream(size_t size, int *other)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0), fd;
    *other = await pirn_tcp_connect("127.0.0.1", pirn_tcp_port(listener));
    fd = await pirn_accept(listener, NULL, NULL);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    if (await pirn_write_all(*other, sent, size, NULL) < 0 ||
        await pirn_send(*other, "!", 1, MSG_OOB) != 1 ||
        await pirn_write_all(*other, sent, size, NULL) < 0)
        abort();
    await pirn_close(listener);
    return fd;
}

static async int copy(int from, int to, uint64_t *copied)
{
    struct pirn_descriptor in = pirn_descriptor(from);
    struct pirn_descriptor out = pirn_descriptor(to);
    struct pirn_reader r;
    pirn_reader_init(&r, &in.stream, buffer, BUFFER);
    return await pirn_copy(&r, &out.stream, copied);
}

static async void copy_all(const char *what, int to)
{
    uint64_t copied = 0;
    int other, from = await new_stream(SIZE, &other);
    await pirn_close(other);
    int rc = await copy(from, to, &copied);
    printf("%s: %d, %d bytes\n", what, rc, (int)copied);
    await pirn_close(from);
    await pirn_close(to);
}

/* Of a stream that goes on nothing but time ends a copy. */
static async void copy_what_is_there(int to)
{
    uint64_t copied = 0;
    int other, from = await new_stream(SIZE, &other);
    scope (s) {
        spawn copy(from, to, &copied);
        for (int i = 0; i < 5000 && copied < 2 * SIZE; i++)
            await pirn_sleep(PIRN_MS);
        pirn_scope_cancel(s);
    }
    printf("before the end, into a pipe: %d bytes\n", (int)copied);
    await pirn_close(from);
    await pirn_close(other);
    await pirn_close(to);
}

static async void splice_it(int to)
{
    int other, from = await new_stream(4, &other);
    ssize_t n = await pirn_splice(from, NULL, to, NULL, SIZE, 0), rest, end;
    rest = await pirn_splice(from, NULL, to, NULL, SIZE, 0);
    await pirn_shutdown(other, SHUT_WR);
    await pirn_poll(from, POLLRDHUP);
    end = await pirn_splice(from, NULL, to, NULL, SIZE, 0);
    printf("pirn_splice: %s, %s\n", n == 4 && rest == -EAGAIN ? "-EAGAIN" : "?",
           end == -EAGAIN ? "-EAGAIN" : "?");
    await pirn_close(from);
    await pirn_close(other);
    await pirn_close(to);
}

static int new_pipe(int *end)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0 ||
        fcntl(ends[1], F_SETPIPE_SZ, 1 << 20) < 0)
        abort();
    *end = ends[0];
    return ends[1];
}

async int main(void)
{
    FILE *file = tmpfile();
    int pipes[3], to[3];
    for (int i = 0; i < 3; i++)
        to[i] = new_pipe(&pipes[i]);
    await copy_all("into a file", dup(fileno(file)));
    await copy_all("into a pipe", to[0]);
    await copy_what_is_there(to[1]);
    await splice_it(to[2]);
    for (int i = 0; i < 3; i++)
        await pirn_close(pipes[i]);
    fclose(file);
    return 0;
}
