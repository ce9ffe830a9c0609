/* pirn_recv with MSG_WAITALL waits until it has what it asks for, or the stream
 * ends, or it is cancelled; of messages it takes one. With a flag that says not
 * to wait it does not, and with MSG_PEEK it is refused. */
// asan
// threads: any order
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static async int trickle(int fd, const char *text)
{
    for (; *text; text++) {
        await pirn_write_all(fd, text, 1, NULL);
        await pirn_sleep(PIRN_MS);
    }
    return 0;
}

async int main(void)
{
    char b[16] = "";
    int n = 0, pair[2], message[2];
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    int c = await pirn_tcp_connect("127.0.0.1", pirn_tcp_port(listener));
    int a = await pirn_accept(listener, NULL, NULL);
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) ||
        socketpair(AF_UNIX, SOCK_SEQPACKET, 0, message))
        return 1;
    scope (s) {
        spawn trickle(c, "abcdefgh");
        n = (int)await pirn_recv(a, b, 8, MSG_WAITALL);
    }
    printf("TCP: %d %s\n", n, b); // expect: TCP: 8 abcdefgh
    scope (s) {
        spawn trickle(pair[1], "ABCDEFGH");
        n = (int)await pirn_recv(pair[0], b, 8, MSG_WAITALL);
    }
    printf("Unix: %d %s\n", n, b); // expect: Unix: 8 ABCDEFGH

    /* Spawned itself, in two pieces. */
    scope (s) {
        task(ssize_t) t = spawn pirn_recv(a, b, 4, MSG_WAITALL);
        await trickle(c, "wxyz");
        printf("spawned: %d %.4s\n", (int)await t, b);
    }
    // expect: spawned: 4 wxyz

    /* Less: cancelled behind the first part, and before. */
    scope (s, .timeout = 30 * PIRN_MS) {
        spawn trickle(c, "12");
        n = (int)await pirn_recv(a, b, 8, MSG_WAITALL);
    }
    printf("cancelled: %d %.2s\n", n, b); // expect: cancelled: 2 12
    scope (s, .timeout = 5 * PIRN_MS)
        n = (int)await pirn_recv(a, b, 8, MSG_WAITALL);
    printf("nothing: %d\n", n == -ECANCELED); // expect: nothing: 1

    await pirn_write_all(c, "123", 3, NULL);
    n = (int)await pirn_recv(a, b, 8, MSG_WAITALL | MSG_DONTWAIT);
    printf("does not wait: %d\n", n); // expect: does not wait: 3
    n = (int)await pirn_recv(a, b, 8, MSG_WAITALL | MSG_DONTWAIT);
    printf("%d\n", n == -EAGAIN); // expect: 1
    n = (int)await pirn_recv(a, b, 8, MSG_ERRQUEUE);
    printf("%d\n", n == -EAGAIN); // expect: 1
    n = (int)await pirn_recv(a, b, 8, MSG_WAITALL | MSG_PEEK);
    printf("%d\n", n == -EOPNOTSUPP); // expect: 1

    await pirn_write_all(message[1], "abc", 3, NULL);
    n = (int)await pirn_recv(message[0], b, 8, MSG_WAITALL);
    printf("a message: %d\n", n); // expect: a message: 3

    await pirn_write_all(c, "end", 3, NULL);
    await pirn_close(c);
    n = (int)await pirn_recv(a, b, 8, MSG_WAITALL);
    printf("the end: %d", n);
    n = (int)await pirn_recv(a, b, 8, MSG_WAITALL);
    printf(", and behind it: %d\n", n); // expect: the end: 3, and behind it: 0
    return 0;
}
