// Where the system gives no more descriptors, pirn_serve waits until a client
// has gone, and serves those that wait in the kernel then; a copy that gets no
// pipe goes by its buffer.
// asan
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pirn.h>

enum { CLIENTS = 12, SIZE = 40000 };

static int served, port;
static struct pirn_event stop;

/* Lets the program have no more than `more` descriptors beside those it has. */
static void limit_to(int more)
{
    struct rlimit limit;
    int next = open("/dev/null", O_RDONLY);
    if (next < 0 || close(next) || getrlimit(RLIMIT_NOFILE, &limit))
        abort();
    limit.rlim_cur = (rlim_t)(next + more);
    if (setrlimit(RLIMIT_NOFILE, &limit))
        abort();
}

static void limit_no_more(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static async void handle(int fd, void *arg)
{
    char byte;
    (void)arg;
    if (await pirn_read(fd, &byte, 1) == 1)
        await pirn_write(fd, &byte, 1);
    if (++served == CLIENTS)
        pirn_event_set(&stop);
}

static async void be_client(int fd)
{
    char byte = 'x';
    await pirn_write(fd, &byte, 1);
    await pirn_read(fd, &byte, 1);
    await pirn_close(fd);
}

/* The clients have their descriptors before there are no more, and the server
 * has one for the first of them. */
static async void serve(void)
{
    struct pirn_serve_options options = {.stop = &stop, .drain = PIRN_NEVER};
    int listener = pirn_tcp_listen("127.0.0.1", 0), fds[CLIENTS];
    port = pirn_tcp_port(listener);
    for (int i = 0; i < CLIENTS; i++)
        fds[i] = await pirn_tcp_connect("127.0.0.1", port);
    limit_to(1);
    scope (s) {
        task(int) rc = spawn pirn_serve(listener, handle, &options);
        for (int i = 0; i < CLIENTS; i++)
            spawn be_client(fds[i]);
        printf("%d\n", await rc);
    }
    printf("%d served\n", served);
    limit_no_more();
    await pirn_close(listener);
}

static async void copy_without_a_pipe(void)
{
    static char sent[SIZE], got[SIZE], buffer[16384];
    int a[2], b[2];
    uint64_t copied = 0;
    for (int i = 0; i < SIZE; i++)
        sent[i] = (char)(i * 7 + i / 256);
    for (int i = 0; i < 2; i++)
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, i ? a : b))
            abort();
    await pirn_write_all(a[1], sent, SIZE, NULL);
    await pirn_close(a[1]);
    limit_to(0);
    struct pirn_descriptor in = pirn_descriptor(a[0]);
    struct pirn_descriptor out = pirn_descriptor(b[1]);
    struct pirn_reader r;
    pirn_reader_init(&r, &in.stream, buffer, sizeof buffer);
    int rc = await pirn_copy(&r, &out.stream, &copied);
    await pirn_read_all(b[0], got, SIZE, NULL);
    printf("%d: %d bytes, %s\n", rc, (int)copied,
           memcmp(got, sent, SIZE) ? "other" : "same");
    limit_no_more();
    await pirn_close(a[0]);
    await pirn_close(b[0]);
    await pirn_close(b[1]);
}

async int main(void)
{
    await serve();
    // expect: 0
    // expect: 12 served
    await copy_without_a_pipe();
    // expect: 0: 40000 bytes, same
    return 0;
}
