// Sending messages, files and what comes by a pipe, and shutting down, in many
// orders, cancelled everywhere, and with every system call and allocation
// failing, leaves nothing open, nobody waiting and nothing lost.
// asan
// threads: no, a test chooses the order of tasks
#define _GNU_SOURCE
#include <sys/socket.h>
#include <sys/uio.h>

#include "parts/scenarios.h"

static async int let_go(int *fd)
{
    int rc = *fd >= 0 ? await pirn_close(*fd) : 0;
    *fd = -1;
    return rc;
}

static async int close_both(int ends[2], int rc)
{
    int first = await let_go(&ends[0]), second = await let_go(&ends[1]);
    return rc < 0 ? rc : first < 0 ? first : second;
}

/* Each message holds its number. */
static async int send_messages(int fd)
{
    for (int i = 0; i < 4; i++) {
        struct iovec part = {&i, sizeof i};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        ssize_t n = i % 2 ? await pirn_sendmsg(fd, &message, 0)
                          : await pirn_sendto(fd, &i, sizeof i, 0, NULL, 0);
        if (n < 0)
            return (int)n;
        MUST(n == sizeof i);
    }
    return 0;
}

static async int receive_messages(int fd)
{
    for (int i = 0; i < 4; i++) {
        int got = -1;
        struct iovec part = {&got, sizeof got};
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
        ssize_t n =
            i < 2 ? await pirn_recvmsg(fd, &message, 0)
                  : await pirn_recvfrom(fd, &got, sizeof got, 0, NULL, NULL);
        if (n < 0) {
            MUST(got == -1);
            return (int)n;
        }
        MUST(n == sizeof got && got == i);
    }
    return 0;
}

static async int messages(void)
{
    int ends[2], rc;
    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
        return -errno;
    scope (s, .fail_fast = true) {
        task(int) receiver = spawn receive_messages(ends[0]);
        task(int) sender = spawn send_messages(ends[1]);
        int received = await receiver, sent = await sender;
        rc = sent < 0 && sent != -ECANCELED ? sent : received;
    }
    return await close_both(ends, rc);
}

enum { SIZE = 20 };

/* Passes SIZE bytes on, and then says that this is all. */
static async int send_file(int fd, int file)
{
    int64_t at = 0;
    while (at < SIZE) {
        int64_t before = at;
        ssize_t n = await pirn_sendfile(fd, file, &at, 7);
        MUST(at == before + (n > 0 ? n : 0));
        if (n <= 0)
            return n < 0 ? (int)n : -ENODATA;
    }
    return await pirn_shutdown(fd, SHUT_WR);
}

static async int pass_on(int from, int *to)
{
    ssize_t n;
    while ((n = await pirn_splice(from, NULL, *to, NULL, SIZE, 0)) > 0)
        ;
    int closed = await let_go(to);
    return n < 0 ? (int)n : closed;
}

static async int check_bytes(int fd)
{
    unsigned char bytes[SIZE];
    int count = 0;
    ssize_t n;
    while ((n = await pirn_read(fd, bytes, sizeof bytes)) > 0)
        for (ssize_t i = 0; i < n; i++)
            MUST(bytes[i] == (unsigned char)count++);
    return n < 0 ? (int)n : count;
}

static int file_of_bytes(void)
{
    unsigned char bytes[SIZE];
    for (int i = 0; i < SIZE; i++)
        bytes[i] = (unsigned char)i;
    int file = open("/tmp", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0 && write(file, bytes, SIZE) != SIZE)
        abort();
    return file < 0 ? -errno : file;
}

/* A file by a socket into a pipe. */
static async int passing(int pair[2], int ends[2], int file)
{
    scope (s, .fail_fast = true) {
        task(int) reader = spawn check_bytes(ends[0]);
        task(int) between = spawn pass_on(pair[1], &ends[1]);
        task(int) sender = spawn send_file(pair[0], file);
        int sent = await sender, passed = await between, count = await reader;
        MUST(sent < 0 || passed < 0 || count < 0 || count == SIZE);
        return sent < 0 && sent != -ECANCELED       ? sent
               : passed < 0 && passed != -ECANCELED ? passed
               : count < 0                          ? count
               : sent < 0                           ? sent
                                                    : passed;
    }
}

static async int files(void)
{
    int pair[2], ends[2], file = file_of_bytes();
    if (file < 0)
        return file;
    if (pipe2(ends, O_CLOEXEC) ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        abort();
    int rc = await passing(pair, ends, file);
    rc = await close_both(pair, rc);
    rc = await close_both(ends, rc);
    int closed = await let_go(&file);
    return rc < 0 ? rc : closed;
}

static async int meet(int listener, const char *path)
{
    int client = await pirn_unix_connect(path), fd = -1;
    if (client < 0)
        return client;
    int rc = fd = await pirn_accept(listener, NULL, NULL);
    if (fd >= 0)
        rc = await pirn_write_all(fd, "x", 1, NULL);
    (void)await let_go(&fd);
    (void)await let_go(&client);
    return rc;
}

static async int unix_sockets(void)
{
    char path[64];
    snprintf(path, sizeof path, "/tmp/pirn-meet-%d", (int)getpid());
    int listener = pirn_unix_listen(path, NULL);
    if (listener < 0) {
        unlink(path);
        return listener;
    }
    int rc = await meet(listener, path), closed = await let_go(&listener);
    unlink(path);
    return rc < 0 ? rc : closed;
}

static const struct scenario scenarios[] = {
    {"messages", messages, 0},
    // expect: messages: ok
    {"files", files, 0},
    // expect: files: ok
    {"unix sockets", unix_sockets, 0},
    // expect: unix sockets: ok
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
