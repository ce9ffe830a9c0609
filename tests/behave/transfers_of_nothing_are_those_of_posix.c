/* To read or write nothing is what it is to read(2), write(2), readv(2),
 * writev(2), recv(2) and send(2) on that kind of descriptor. */
// elided: same
// asan
// threads: any order
#include <errno.h>
#include <fcntl.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST = 1024 }; /* parts: IOV_MAX */

static char b[16];
static struct iovec none[2] = {{b, 0}, {b, 0}};

/* What comes of each transfer of nothing, none of which may wait here. */
static async void transfer(const char *name, int in, int out)
{
    int r = (int)await pirn_read(in, b, 0);
    int w = (int)await pirn_write(out, b, 0);
    int rv = (int)await pirn_readv(in, none, 2);
    int wv = (int)await pirn_writev(out, none, 2);
    int all = await pirn_write_all(out, b, 0, NULL);
    printf("%s: %d %d %d %d %d\n", name, r, w, rv, wv, all);
}

static int waiting(int fd)
{
    return (int)recv(fd, b, sizeof b, MSG_DONTWAIT);
}

async int main(void)
{
    int stream[2], datagram[2], p[2];
    int file = open("nothing", O_CREAT | O_RDWR, 0600);
    static struct iovec many[MOST + 1];
    static char big[1 << 17];
    unlink("nothing");
    if (file < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, stream) ||
        socketpair(AF_UNIX, SOCK_DGRAM, 0, datagram) || pipe(p))
        return 1;
    await transfer("an idle stream", stream[0], stream[0]);
    // expect: an idle stream: 0 0 0 0 0
    await transfer("an idle pipe", p[0], p[1]);
    // expect: an idle pipe: 0 0 0 0 0
    await transfer("a file", file, file);
    // expect: a file: 0 0 0 0 0

    fcntl(p[1], F_SETFL, O_NONBLOCK);
    while (write(p[1], big, sizeof big) > 0)
        ;
    fcntl(p[1], F_SETFL, 0);
    await transfer("a full pipe", p[0], p[1]);
    // expect: a full pipe: 0 0 0 0 0
    while (send(stream[0], big, sizeof big, MSG_DONTWAIT) > 0)
        ;
    await transfer("a full stream", stream[0], stream[0]);
    // expect: a full stream: 0 0 0 0 0

    /* Only write(2) and send(2) send an empty message; the others leave a
     * message that is there. */
    send(datagram[0], "abc", 3, 0);
    await transfer("datagrams", datagram[1], datagram[1]);
    // expect: datagrams: 0 0 0 0 0
    printf("sent %d", waiting(datagram[0]));
    printf(", then %d", waiting(datagram[0]));
    printf("; left %d\n", waiting(datagram[1]));
    // expect: sent 0, then -1; left 3
    printf("send %d", (int)await pirn_send(datagram[0], b, 0, 0));
    printf(", recv %d", (int)await pirn_recv(datagram[1], b, 0, 0));
    printf(", left %d\n", waiting(datagram[1]));
    // expect: send 0, recv 0, left -1
    send(datagram[0], "abc", 3, 0);
    printf("recv %d", (int)await pirn_recv(datagram[1], b, 0, 0));
    printf(", left %d\n", waiting(datagram[1]));
    // expect: recv 0, left -1

    /* What cannot be: no such descriptor, one for the other direction, more
     * parts than there may be, fewer than none, none. */
    printf("%d %d\n", (int)await pirn_read(-1, b, 0) == -EBADF,
           (int)await pirn_writev(p[0], none, 1) == -EBADF);
    // expect: 1 1
    for (int i = 0; i <= MOST; i++)
        many[i] = (struct iovec){b, 1};
    int ends[] = {stream[1], p[0], file}, outs[] = {stream[1], p[1], file};
    for (int i = 0; i < 3; i++) {
        int rc[6];
        printf("%d:", i);
        rc[0] = (int)await pirn_readv(ends[i], many, MOST + 1);
        rc[1] = (int)await pirn_writev(outs[i], many, MOST + 1);
        rc[2] = (int)await pirn_readv(ends[i], many, -1);
        rc[3] = (int)await pirn_writev(outs[i], many, -1);
        rc[4] = (int)await pirn_readv(ends[i], many, 0);
        rc[5] = (int)await pirn_writev(outs[i], many, 0);
        for (int k = 0; k < 6; k++)
            printf(" %s", rc[k] == -EINVAL ? "EINVAL" : rc[k] ? "?" : "0");
        puts("");
    }
    // expect: 0: EINVAL EINVAL EINVAL EINVAL 0 0
    // expect: 1: EINVAL EINVAL EINVAL EINVAL 0 0
    // expect: 2: EINVAL EINVAL EINVAL EINVAL 0 0

    int e = eventfd(0, EFD_CLOEXEC);
    printf("%d\n", (int)await pirn_write(e, b, 0) == -EINVAL);
    // expect: 1

    /* What is further on than the end has nothing left to be written. */
    size_t done = 9;
    printf("%d", await pirn_write_all(file, b, 3, &done));
    printf(" %zu %d\n", done, (int)lseek(file, 0, SEEK_END));
    // expect: 0 9 0
    return 0;
}
