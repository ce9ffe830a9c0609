// sendfile and splice wait for room and for something to read, of descriptors
// that block by themselves, too; other tasks run meanwhile, and a task that is
// cancelled, or whose descriptor is closed, has passed nothing on.
// asan
// workers: any
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <pirn.h>

enum { SIZE = 300000 };

static char data[SIZE], got[SIZE];

static async int collect(int fd)
{
    size_t have = 0;
    ssize_t n;
    while (have < SIZE && (n = await pirn_read(fd, got + have, 10000)) > 0)
        have += (size_t)n;
    return have == SIZE && memcmp(data, got, SIZE) == 0;
}

/* Sends all of a file, then ends. */
static async int send_file(int fd, int file)
{
    int64_t at = 0;
    ssize_t n;
    while ((n = await pirn_sendfile(fd, file, &at, SIZE)) > 0)
        ;
    await pirn_close(fd);
    return n < 0 ? (int)n : at == SIZE;
}

static async int pass_on(int from, int to)
{
    ssize_t n;
    while ((n = await pirn_splice(from, NULL, to, NULL, SIZE, 0)) > 0)
        ;
    await pirn_close(from);
    await pirn_close(to);
    return (int)n;
}

/* file -> sendfile -> pipe -> splice -> socket -> splice -> pipe -> read */
static async void whole_way(int flags)
{
    char name[] = "/tmp/pirn-pass-XXXXXX";
    int first[2], pair[2], last[2], file = mkstemp(name);
    if (unlink(name) || pipe2(first, flags | O_CLOEXEC) ||
        pipe2(last, flags | O_CLOEXEC) ||
        socketpair(AF_UNIX,
                   SOCK_STREAM | (flags & O_NONBLOCK ? SOCK_NONBLOCK : 0), 0,
                   pair))
        abort();
    await pirn_write_all(file, data, SIZE, NULL);
    scope (s) {
        task(int) sender = spawn send_file(first[1], file);
        task(int) out = spawn pass_on(first[0], pair[0]);
        task(int) in = spawn pass_on(pair[1], last[1]);
        task(int) collector = spawn collect(last[0]);
        int sent = await sender, went = await out, came = await in;
        printf("sent: %d, passed on: %d %d, arrived: %d\n", sent, went, came,
               await collector);
    }
    await pirn_close(last[0]);
    await pirn_close(file);
}

static async int splice_one(int from, int to)
{
    return (int)await pirn_splice(from, NULL, to, NULL, 1, 0);
}

/* What waits for its reader is told to stop, and nothing is lost; what waits
 * for room is told that it is closed. */
static async void interrupted(void)
{
    int from[2], to[2];
    char byte = 0;
    if (pipe(from) || pipe(to))
        abort();
    scope (s, .timeout = PIRN_MS) {
        int rc = await splice_one(from[0], to[1]);
        printf("cancelled: %d\n", rc == -ECANCELED);
    }
    await pirn_write_all(from[1], "z", 1, NULL);
    printf("then %d\n", await splice_one(from[0], to[1]));
    await pirn_read(to[0], &byte, 1);
    printf("it is %c\n", byte);
    fcntl(to[1], F_SETFL, O_NONBLOCK);
    while (write(to[1], data, 4096) > 0)
        ;
    await pirn_write_all(from[1], "z", 1, NULL);
    scope (s) {
        task(int) waits = spawn splice_one(from[0], to[1]);
        await pirn_sleep(PIRN_MS);
        await pirn_close(to[1]);
        printf("closed: %d\n", await waits == -EBADF);
    }
    await pirn_close(from[0]);
    await pirn_close(from[1]);
    await pirn_close(to[0]);
}

async int main(void)
{
    for (size_t i = 0; i < SIZE; i++)
        data[i] = (char)(i * 7 + i / 251);
    await whole_way(O_NONBLOCK);
    // expect: sent: 1, passed on: 0 0, arrived: 1
    await whole_way(0);
    // expect: sent: 1, passed on: 0 0, arrived: 1
    await interrupted();
    // expect: cancelled: 1
    // expect: then 1
    // expect: it is z
    // expect: closed: 1
    return 0;
}
