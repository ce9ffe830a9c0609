/* An echo server: what a client sends comes back.
 *
 *     pirn run examples/echo.c [PORT]
 *
 * One coroutine for each client; a client that says nothing for a minute is
 * shown the door, and nobody waits for anybody else. The buffer is that of a
 * coroutine which is called when there is something to read, so a client that
 * says nothing has none. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pirn.h>

#define PATIENCE (60 * PIRN_S)

/* Sends back what has come. Returns true if there may be more. */
static async bool echo(int fd)
{
    char buffer[4096];
    ssize_t n = await pirn_recv(fd, buffer, sizeof buffer, 0);
    return n > 0 && await pirn_write_all(fd, buffer, (size_t)n, NULL) == 0;
}

static async void serve(int fd, void *arg)
{
    (void)arg;
    scope (s, .timeout = PATIENCE) {
        while (await pirn_poll(fd, POLLIN) > 0 && await echo(fd))
            pirn_scope_set_deadline(s, pirn_now() + PATIENCE);
    }
}

async int main(int argc, char **argv)
{
    int listener = pirn_tcp_listen("127.0.0.1", argc > 1 ? atoi(argv[1]) : 0);
    if (listener < 0) {
        fprintf(stderr, "echo: %s\n", strerror(-listener));
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", pirn_tcp_port(listener));
    fflush(stdout);
    return await pirn_serve(listener, serve, NULL) < 0;
}
