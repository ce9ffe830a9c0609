/* A task begins to wait for a descriptor on one worker when pirn_close, on
 * another one, is just about to call close(2): it is told -EBADF, as if it had
 * begun before or after that. A wait that nobody ends would end by its time,
 * since the clock jumps to that when nothing else can happen. */
// env: PIRN_CLOCK=virtual
// threads: no, it has its own close(2)
// expect: read: Bad file descriptor
// expect: recv: Bad file descriptor
// expect: accept: Bad file descriptor
// expect: poll: Bad file descriptor
// expect: select: Bad file descriptor
#include "parts/two_workers.h"
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_int closed_slowly = -1, is_closing, has_begun;

/* What the runtime calls. */
int close(int fd)
{
    if (fd == closed_slowly) {
        is_closing = 1;
        while (!has_begun)
            sched_yield();
    }
    return (int)syscall(SYS_close, fd);
}

/* The waits ---------------------------------------------------------------- */

static char c;

static async int reads(int fd)
{
    return (int)await pirn_read(fd, &c, 1);
}

static async int receives(int fd)
{
    return (int)await pirn_recv(fd, &c, 1, 0);
}

static async int accepts(int fd)
{
    return await pirn_accept(fd, NULL, NULL);
}

static async int polls(int fd)
{
    return await pirn_poll(fd, POLLIN);
}

static async int selects(int fd)
{
    int rc = 0;
    int index = await pirn_select(PIRN_READABLE(fd, &rc));
    return index < 0 ? index : rc;
}

static const struct {
    const char *name;
    async int (*wait)(int fd);
} kinds[] = {
    {"read", reads}, {"recv", receives},  {"accept", accepts},
    {"poll", polls}, {"select", selects},
};

/* Each of them, on worker 1 ------------------------------------------------ */

static async int use_before(int fd)
{
    return await pirn_poll(fd, POLLOUT) < 0;
}

static async int wait_late(int kind, int fd)
{
    int rc = 1;
    while (!is_closing)
        sched_yield();
    scope (s, .timeout = PIRN_S)
        rc = await kinds[kind].wait(fd);
    return rc;
}

static async int say_so(void)
{
    has_begun = 1;
    return 0;
}

/* Which workers have used it before: none, that one, or several. */
static async int try(int kind, int users)
{
    int ends[2], rc;
    if (kinds[kind].wait == accepts)
        ends[0] = ends[1] = pirn_tcp_listen("127.0.0.1", 0);
    else if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends))
        return 1;
    is_closing = has_begun = 0;
    scope (s, .pinned = true) {
        if (users > 0 && ends[0] != ends[1])
            await spawn_on(1) use_before(ends[0]);
        if (users > 1 && ends[0] != ends[1])
            await use_before(ends[0]);
        closed_slowly = ends[0];
        task(int) t = spawn_on(1) wait_late(kind, ends[0]);
        spawn_on(1) say_so();
        await pirn_yield_now();
        await pirn_close(ends[0]);
        closed_slowly = -1;
        rc = await t;
    }
    if (ends[0] != ends[1])
        await pirn_close(ends[1]);
    return rc;
}

static async int all(void)
{
    for (int kind = 0; kind < (int)(sizeof kinds / sizeof *kinds); kind++) {
        int rc = -EBADF;
        for (int users = 0; users <= 2 && rc == -EBADF; users++)
            rc = await try(kind, users);
        printf("%s: %s\n", kinds[kind].name, strerror(-rc));
    }
    return 0;
}
