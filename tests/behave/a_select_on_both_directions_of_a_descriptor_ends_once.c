// A peer that closes makes both clauses of a select true; who waits behind it is woken, too.
// asan
#include <pirn.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static async int either(int fd)
{
    int readable, writable;
    return await pirn_select(PIRN_READABLE(fd, &readable),
                             PIRN_WRITABLE(fd, &writable)) >= 0;
}

static async int readable(int fd)
{
    int readable;
    return await pirn_select(PIRN_READABLE(fd, &readable)) == 0;
}

async int main(void)
{
    static char block[65536];
    int pair[2], woken = 0;
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
        return 1;
    while (send(pair[0], block, sizeof block, MSG_DONTWAIT) > 0)
        continue;
    scope (s, .timeout = 10 * PIRN_S) {
        task(int) a = spawn either(pair[0]);
        task(int) b = spawn readable(pair[0]);
        task(int) c = spawn either(pair[0]);
        await pirn_sleep(5 * PIRN_MS);
        close(pair[1]);
        woken += await a;
        woken += await b;
        woken += await c;
    }
    printf("%d woken\n", woken); // expect: 3 woken
    await pirn_close(pair[0]);
    return 0;
}
