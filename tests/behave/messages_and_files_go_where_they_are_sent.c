// Messages go to the address that is named and tell theirs, descriptors come
// with them, what does not fit is told; files and pipes are passed on whole;
// one direction of a connection ends without the other.
// elided: same
// asan
// workers: any
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <pirn.h>

/* A UDP socket at a free port of this machine, whose address goes to *at. */
static int datagram_socket(struct sockaddr_in *at)
{
    socklen_t length = sizeof *at;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    *at = (struct sockaddr_in){.sin_family = AF_INET};
    at->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(fd, (struct sockaddr *)at, sizeof *at) ||
        getsockname(fd, (struct sockaddr *)at, &length))
        abort();
    return fd;
}

static async void datagrams(void)
{
    struct sockaddr_in a, b, from;
    socklen_t length = sizeof from;
    int fds[] = {datagram_socket(&a), datagram_socket(&b)};
    char got[4] = "";
    ssize_t n = await pirn_sendto(fds[0], "hello", 5, 0, (struct sockaddr *)&b,
                                  sizeof b);
    printf("sent %zd\n", n);
    // expect: sent 5
    n = await pirn_recvfrom(fds[1], got, 3, MSG_TRUNC, (struct sockaddr *)&from,
                            &length);
    printf("%s of %zd, from the sender: %d\n", got, n,
           from.sin_port == a.sin_port);
    // expect: hel of 5, from the sender: 1
    n = await pirn_recvfrom(fds[1], got, 3, MSG_DONTWAIT, NULL, NULL);
    printf("nothing: %d\n", n == -EAGAIN);
    // expect: nothing: 1
    n = await pirn_recvfrom(fds[1], got, 3, MSG_WAITALL, NULL, NULL);
    printf("refused: %d\n", n == -EOPNOTSUPP);
    // expect: refused: 1
    await pirn_close(fds[0]);
    await pirn_close(fds[1]);
}

/* A message of two parts, with room for a descriptor. */
struct parcel {
    char text[2][3];
    struct iovec parts[2];
    _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
    struct msghdr message;
};

static void parcel_init(struct parcel *p)
{
    memset(p, 0, sizeof *p);
    for (int i = 0; i < 2; i++)
        p->parts[i] = (struct iovec){p->text[i], 2};
    p->message.msg_iov = p->parts;
    p->message.msg_iovlen = 2;
    p->message.msg_control = p->control;
    p->message.msg_controllen = sizeof p->control;
}

static async void descriptors(void)
{
    struct parcel out, in;
    int pair[2], ends[2], passed = -1;
    char byte = 0;
    if (socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, pair) || pipe(ends))
        abort();
    parcel_init(&out);
    memcpy(out.text, "ab\0cd", 6);
    *CMSG_FIRSTHDR(&out.message) = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(int)),
        .cmsg_level = SOL_SOCKET,
        .cmsg_type = SCM_RIGHTS,
    };
    memcpy(CMSG_DATA(CMSG_FIRSTHDR(&out.message)), &ends[1], sizeof(int));
    printf("sent %zd\n", await pirn_sendmsg(pair[0], &out.message, 0));
    // expect: sent 4
    parcel_init(&in);
    in.parts[1].iov_len = 1;
    ssize_t n = await pirn_recvmsg(pair[1], &in.message, 0);
    printf("got %zd: %s, %s, truncated: %d\n", n, in.text[0], in.text[1],
           in.message.msg_flags & MSG_TRUNC ? 1 : 0);
    // expect: got 3: ab, c, truncated: 1
    memcpy(&passed, CMSG_DATA(CMSG_FIRSTHDR(&in.message)), sizeof passed);
    printf("closed on exec: %d\n", fcntl(passed, F_GETFD) == FD_CLOEXEC);
    // expect: closed on exec: 1
    await pirn_write_all(passed, "x", 1, NULL);
    await pirn_read(ends[0], &byte, 1);
    printf("by the descriptor that was passed: %c\n", byte);
    // expect: by the descriptor that was passed: x
    int all[] = {pair[0], pair[1], ends[0], ends[1], passed};
    for (int i = 0; i < 5; i++)
        await pirn_close(all[i]);
}

static async void files(void)
{
    char name[] = "/tmp/pirn-send-XXXXXX", got[16] = "";
    int pair[2], ends[2], file = mkstemp(name);
    int64_t offset = 4;
    if (unlink(name) || pipe(ends) ||
        socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        abort();
    await pirn_write_all(file, "The lazy dog", 12, NULL);
    ssize_t n = await pirn_sendfile(pair[0], file, &offset, 4);
    printf("%zd bytes, now at %d\n", n, (int)offset);
    // expect: 4 bytes, now at 8
    lseek(file, 9, SEEK_SET);
    n = await pirn_sendfile(pair[0], file, NULL, 100);
    printf("%zd more, and then %zd\n", n,
           await pirn_sendfile(pair[0], file, NULL, 100));
    // expect: 3 more, and then 0
    n = await pirn_splice(pair[1], NULL, ends[1], NULL, 100, 0);
    printf("%zd into the pipe\n", n);
    // expect: 7 into the pipe
    offset = 1;
    n = await pirn_splice(ends[0], NULL, file, &offset, 100, 0);
    printf("%zd into the file, now at %d\n", n, (int)offset);
    // expect: 7 into the file, now at 8
    n = pread(file, got, 12, 0);
    printf("%zd: %s\n", n, got);
    // expect: 12: Tlazydog dog
    n = await pirn_splice(ends[0], NULL, file, NULL, 100, 2);
    printf("the pipe is empty: %d\n", n == -EAGAIN);
    // expect: the pipe is empty: 1
    n = await pirn_sendfile(pair[0], pair[1], NULL, 1);
    printf("no file: %d\n", n == -EINVAL);
    // expect: no file: 1
    int all[] = {pair[0], pair[1], ends[0], ends[1], file};
    for (int i = 0; i < 5; i++)
        await pirn_close(all[i]);
}

static async void halves(void)
{
    int pair[2];
    char got[4] = "";
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
        abort();
    await pirn_send(pair[0], "end", 3, 0);
    printf("shut down: %d\n", await pirn_shutdown(pair[0], SHUT_WR));
    // expect: shut down: 0
    ssize_t n = await pirn_recv(pair[1], got, 3, 0);
    printf("%zd: %s\n", n, got);
    // expect: 3: end
    printf("then %zd\n", await pirn_recv(pair[1], got, 3, 0));
    // expect: then 0
    await pirn_send(pair[1], "ok", 2, 0);
    got[2] = 0;
    n = await pirn_recv(pair[0], got, 3, 0);
    printf("back %zd: %s\n", n, got);
    // expect: back 2: ok
    await pirn_close(pair[0]);
    await pirn_close(pair[1]);
    printf("no socket: %d\n", await pirn_shutdown(pair[0], SHUT_WR) == -EBADF);
    // expect: no socket: 1
}

async int main(void)
{
    await datagrams();
    await descriptors();
    await files();
    await halves();
    return 0;
}
