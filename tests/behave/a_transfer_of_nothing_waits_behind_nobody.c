/* A task that reads or writes nothing, or asks for not waiting, goes on
 * although others wait for the very descriptor, and takes nothing from them. */
// threads: any order
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static async int receive(int fd)
{
    char text[8] = "";
    int n = (int)await pirn_read(fd, text, sizeof text - 1);
    return n == 3 && strcmp(text, "abc") == 0;
}

/* A call that is not to wait does not wait behind others, either. */
static async int refuses_to_wait(int fd)
{
    char b[1];
    return (int)await pirn_recv(fd, b, 1, MSG_DONTWAIT);
}

static async int nothing(int fd)
{
    char b[1];
    struct iovec none = {b, 0};
    int rc = (int)await pirn_read(fd, b, 0);
    return rc | (int)await pirn_readv(fd, &none, 1);
}

async int main(void)
{
    int kinds[3][2];
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    kinds[0][1] = await pirn_tcp_connect("127.0.0.1", pirn_tcp_port(listener));
    kinds[0][0] = await pirn_accept(listener, NULL, NULL);
    if (socketpair(AF_UNIX, SOCK_DGRAM, 0, kinds[1]) || pipe(kinds[2]))
        return 1;
    for (int i = 0; i < 3; i++) {
        scope (s) {
            task(int) waits = spawn receive(kinds[i][0]);
            await pirn_sleep(5 * PIRN_MS);
            printf("%d ", await nothing(kinds[i][0]));
            int rc = i < 2 ? await refuses_to_wait(kinds[i][0]) : -EAGAIN;
            printf("%d ", rc == -EAGAIN);
            await pirn_write_all(kinds[i][1], "abc", 3, NULL);
            printf("%d\n", await waits);
        }
    }
    // expect: 0 1 1
    // expect: 0 1 1
    // expect: 0 1 1
    return 0;
}
