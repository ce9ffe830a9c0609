/* An echo server: what a client sends comes back.
 *
 *     pirn run examples/echo.c [PORT]
 *
 * One coroutine for each client; a client that says nothing for a minute is
 * shown the door, and nobody waits for anybody else. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pirn.h>

#define PATIENCE (60 * PIRN_S)

static async void echo(int fd)
{
    char buffer[4096];
    ssize_t n;
    scope (s, .timeout = PATIENCE) {
        while ((n = await pirn_recv(fd, buffer, sizeof buffer, 0)) > 0) {
            pirn_scope_set_deadline(s, pirn_now() + PATIENCE);
            if (await pirn_write_all(fd, buffer, (size_t)n, NULL) < 0)
                break;
        }
    }
    await pirn_close(fd);
}

async int main(int argc, char **argv)
{
    int listener = pirn_tcp_listen("127.0.0.1", argc > 1 ? atoi(argv[1]) : 0);
    int fd;
    if (listener < 0) {
        fprintf(stderr, "echo: %s\n", strerror(-listener));
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", pirn_tcp_port(listener));
    fflush(stdout);
    scope (clients) {
        for (;;) {
            while ((fd = await pirn_accept(listener, NULL, NULL)) >= 0)
                spawn echo(fd);
            /* Out of descriptors: some client will leave. */
            await pirn_sleep(100 * PIRN_MS);
        }
    }
}
