/* The first that waits for a descriptor may want more than those behind it.
 * When it is cancelled, they get what is there, though nothing happens to the
 * descriptor. */
// asan
// flags: -D_GNU_SOURCE
// threads: any order
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

static async int add(int fd, uint64_t n)
{
    return (int)await pirn_write(fd, &n, sizeof n);
}

static async int put(int fd, size_t size)
{
    static const char much[4096];
    return (int)await pirn_write(fd, much, size);
}

static async int get(int fd, int flags)
{
    char c[8];
    return (int)await pirn_recv(fd, c, flags ? 3 : 2, flags);
}

/* What came of each of three, of which the first is cancelled; or of the two
 * others together. */
static async void cancel_the_first(task(int) * waiting, bool together)
{
    await pirn_yield_now();
    pirn_cancel(waiting[0]);
    printf("first %s", await waiting[0] == -ECANCELED ? "cancelled" : "done");
    int second = await waiting[1], third = await waiting[2];
    if (together)
        printf(", others %d\n", second + third);
    else
        printf(", second %d, third %d\n", second, third);
}

/* An event counter that has room for 2, but not for more. */
static async void counters(void)
{
    int fd = eventfd(0, EFD_NONBLOCK);
    await add(fd, UINT64_MAX - 3);
    scope (s) {
        task(int) waiting[3];
        waiting[0] = spawn add(fd, UINT64_MAX - 1);
        await pirn_yield_now();
        waiting[1] = spawn add(fd, 1);
        waiting[2] = spawn add(fd, 1);
        await cancel_the_first(waiting, false);
        // expect: first cancelled, second 8, third 8
    }
    close(fd);
}

/* A pipe of one page, with room in it for a little. */
static async void pipes(void)
{
    int fd[2];
    if (pipe2(fd, O_NONBLOCK) || fcntl(fd[1], F_SETPIPE_SZ, 4096) < 0)
        return;
    await put(fd[1], 100);
    scope (s) {
        task(int) waiting[3];
        waiting[0] = spawn put(fd[1], 4096);
        await pirn_yield_now();
        waiting[1] = spawn put(fd[1], 10);
        waiting[2] = spawn put(fd[1], 20);
        await cancel_the_first(waiting, false);
        // expect: first cancelled, second 10, third 20
    }
    close(fd[0]);
    close(fd[1]);
}

/* A task that peeks behind what has been peeked at waits, since nothing is
 * there; tasks that take the bytes need not wait. (Threads come to them in any
 * order.) */
static async void sockets(void)
{
    int fd[2], offset = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, fd) ||
        setsockopt(fd[0], SOL_SOCKET, SO_PEEK_OFF, &offset, sizeof offset) ||
        send(fd[1], "abc", 3, 0) != 3 || await get(fd[0], MSG_PEEK) != 3)
        return;
    scope (s) {
        task(int) waiting[3];
        waiting[0] = spawn get(fd[0], MSG_PEEK);
        await pirn_yield_now();
        waiting[1] = spawn get(fd[0], 0);
        waiting[2] = spawn get(fd[0], 0);
        await cancel_the_first(waiting, true);
        // expect: first cancelled, others 3
    }
    close(fd[0]);
    close(fd[1]);
}

async int main(void)
{
    await counters();
    await pipes();
    await sockets();
    return 0;
}
