// Reading, writing, accepting, connecting and closing, in many orders,
// cancelled everywhere, and with every system call and allocation failing,
// leave nothing open, nobody waiting and nothing lost.
// asan
// threads: no, a test chooses the order of tasks
#include <poll.h>
#include <sys/socket.h>

#include "parts/scenarios.h"

/* Closes *fd, once. What close says of it is passed on. */
static async int let_go(int *fd)
{
    int rc = *fd >= 0 ? await pirn_close(*fd) : 0;
    *fd = -1;
    return rc;
}

/* Writes from..to-1 as bytes, in all sorts of pieces, then closes. */
static async int produce(int fd, int from, int to)
{
    unsigned char bytes[256];
    int rc = 0;
    alive++;
    for (int at = from, piece = 1; at < to && rc == 0; at += piece, piece++) {
        if (piece > to - at)
            piece = to - at;
        for (int i = 0; i < piece; i++)
            bytes[i] = (unsigned char)(at + i);
        rc = await pirn_write_all(fd, bytes, (size_t)piece, NULL);
    }
    int closed = await pirn_close(fd);
    alive--;
    return rc < 0 ? rc : closed;
}

/* Reads bytes that count up from 0, to the end. Returns how many. */
static async int consume(int fd)
{
    unsigned char bytes[16];
    int count = 0;
    ssize_t n;
    while ((n = await pirn_read(fd, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < n; i++)
            MUST(bytes[i] == (unsigned char)count++);
    return n < 0 ? (int)n : count;
}

static async int flow(int ends[2])
{
    int rc;
    scope (s) {
        task(int) producer = spawn produce(ends[1], 0, 60);
        ends[1] = -1;
        rc = await consume(ends[0]);
        if (rc < 0)
            return rc;
        int produced = await producer;
        MUST(produced < 0 || rc == 60);
        rc = produced;
    }
    MUST(alive == 0);
    return rc;
}

static async int pipes(void)
{
    int ends[2];
    if (pipe(ends))
        return -errno;
    int rc = await flow(ends), closed = await let_go(&ends[0]);
    (void)await let_go(&ends[1]);
    return rc < 0 ? rc : closed;
}

static async int socket_pairs(void)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return -errno;
    int rc = await flow(ends), closed = await let_go(&ends[0]);
    (void)await let_go(&ends[1]);
    return rc < 0 ? rc : closed;
}

/* Several readers of one pipe: each byte goes to one of them. */
static async int read_one(int fd, unsigned *seen)
{
    unsigned char byte;
    ssize_t n = await pirn_read(fd, &byte, 1);
    if (n <= 0)
        return n < 0 ? (int)n : -EPIPE;
    MUST(byte < 4 && !(*seen >> byte & 1));
    *seen |= 1u << byte;
    return 0;
}

static async int readers(void)
{
    int ends[2], rc = 0;
    unsigned seen = 0;
    if (pipe(ends))
        return -errno;
    scope (s) {
        task(int) list[4];
        for (int i = 0; i < 4; i++)
            list[i] = spawn read_one(ends[0], &seen);
        task(int) producer = spawn produce(ends[1], 0, 4);
        for (int i = 0; i < 4; i++) {
            int got = await list[i];
            rc = rc ? rc : got;
        }
        int produced = await producer;
        rc = rc ? rc : produced;
    }
    int closed = await let_go(&ends[0]);
    MUST(rc < 0 || seen == 15);
    return rc < 0 ? rc : closed;
}

/* A task that waits on a descriptor is told when that is closed. */
static async int wait_readable(int fd)
{
    short events = POLLIN;
    return await pirn_poll(fd, events);
}

static async int closing(void)
{
    int ends[2], rc, slept;
    char byte;
    if (pipe(ends))
        return -errno;
    scope (s) {
        task(int) poller = spawn wait_readable(ends[0]);
        task(ssize_t) reader = spawn pirn_read(ends[0], &byte, 1);
        slept = await pirn_sleep(PIRN_MS);
        rc = await let_go(&ends[0]);
        int polled = await poller;
        ssize_t n = await reader;
        MUST(polled < 0 && n < 0);
        if (slept == 0 && rc == 0 && (n != -EBADF || polled != -EBADF))
            rc = n != -EBADF ? (int)n : polled;
    }
    int closed = await let_go(&ends[1]);
    return slept < 0 ? slept : rc < 0 ? rc : closed;
}

/* A read that times out has taken nothing. */
static async int timeouts(void)
{
    int ends[2], rc = 0;
    char bytes[2] = "";
    ssize_t n = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends))
        return -errno;
    scope (s, .timeout = PIRN_MS) {
        n = await pirn_read(ends[0], bytes, 2);
        MUST(n < 0 && !bytes[0]);
        rc = (int)n;
    } else {
        rc = 0;
    }
    if (rc == 0)
        rc = await pirn_write_all(ends[1], "ab", 2, NULL);
    if (rc == 0 && (n = await pirn_read(ends[0], bytes, 2)) < 0)
        rc = (int)n;
    MUST(rc < 0 || (n == 2 && bytes[1] == 'b'));
    int closed = await let_go(&ends[0]), other = await let_go(&ends[1]);
    return rc < 0 ? rc : closed < 0 ? closed : other;
}

static async int echo(int fd)
{
    char bytes[32];
    int rc = 0;
    ssize_t n;
    alive++;
    while (rc == 0 && (n = await pirn_recv(fd, bytes, sizeof bytes, 0)) != 0)
        rc = n < 0 ? (int)n : await pirn_write_all(fd, bytes, (size_t)n, NULL);
    int closed = await pirn_close(fd);
    alive--;
    return rc < 0 ? rc : closed;
}

static async int serve(int listener)
{
    int fd;
    scope (connections) {
        while ((fd = await pirn_accept(listener, NULL, NULL)) >= 0)
            spawn echo(fd);
    }
    return fd;
}

static async int ask(int port, char c)
{
    char got[4];
    size_t have = 0;
    int fd = await pirn_tcp_connect("127.0.0.1", port), rc;
    if (fd < 0)
        return fd;
    alive++;
    char question[4] = {c, (char)(c + 1), (char)(c + 2), (char)(c + 3)};
    rc = await pirn_write_all(fd, question, 4, NULL);
    while (rc == 0 && have < 4) {
        ssize_t n = await pirn_recv(fd, got + have, 4 - have, 0);
        if (n > 0)
            have += (size_t)n;
        else
            rc = n < 0 ? (int)n : -ECONNRESET;
    }
    MUST(rc < 0 || memcmp(question, got, 4) == 0);
    int closed = await pirn_close(fd);
    alive--;
    return rc < 0 ? rc : closed;
}

static async int ask_all(int listener)
{
    int port = pirn_tcp_port(listener);
    if (port < 0)
        return port;
    scope (s) {
        task(int) server = spawn serve(listener);
        scope (clients, .timeout = PIRN_S) {
            task(int) a = spawn ask(port, 'a');
            task(int) b = spawn ask(port, 'k');
            int first = await a, second = await b;
            int rc = first < 0 ? first : second;
            if (rc < 0)
                return rc;
        } else {
            return -ETIMEDOUT; /* the server has had to give up */
        }
        pirn_scope_cancel(s);
        int served = await server;
        MUST(served < 0);
        return served == -ECANCELED ? 0 : served;
    }
}

static async int tcp(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return listener;
    int rc = await ask_all(listener), closed = await let_go(&listener);
    MUST(alive == 0);
    return rc < 0 ? rc : closed;
}

static async int refused(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    int port = pirn_tcp_port(listener);
    if (listener < 0)
        return listener;
    int closed = await let_go(&listener);
    if (port < 0)
        return port;
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    MUST(fd < 0);
    return closed < 0 ? closed : fd == -ECONNREFUSED ? 0 : fd;
}

static const struct scenario scenarios[] = {
    {"pipes", pipes, 0},
    // expect: pipes: ok
    {"socket pairs", socket_pairs, 0},
    // expect: socket pairs: ok
    {"readers", readers, 0},
    // expect: readers: ok
    {"closing", closing, 0},
    // expect: closing: ok
    {"timeouts", timeouts, 0},
    // expect: timeouts: ok
    {"tcp", tcp, 400},
    // expect: tcp: ok
    {"refused", refused, 0},
    // expect: refused: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
