/* A TCP echo server: one task for each connection. */
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static async void echo(int fd)
{
    char buffer[512];
    ssize_t n;
    while ((n = await pirn_recv(fd, buffer, sizeof buffer, 0)) > 0)
        if (await pirn_write_all(fd, buffer, (size_t)n, NULL) < 0)
            break;
    await pirn_close(fd);
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return 1;
    printf("port %d\n", pirn_tcp_port(listener));
    fflush(stdout);
    scope (s) {
        int fd;
        while ((fd = await pirn_accept(listener, NULL, NULL)) >= 0)
            spawn echo(fd);
    }
    return 1;
}
