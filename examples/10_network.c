/* A server and three clients, in one thread.
 *
 *     pirn run examples/10_network.c
 *
 * Every connection has a coroutine that reads like a program for one client.
 * A descriptor that is not ready suspends whoever waits for it, nobody else.
 * When all the clients are done, leaving the scope stops the server. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

/* Sends back in capitals what it gets. */
static async void serve(int fd)
{
    char buffer[256];
    ssize_t n;
    while ((n = await pirn_read(fd, buffer, sizeof buffer)) > 0) {
        for (ssize_t i = 0; i < n; i++)
            buffer[i] = (char)toupper((unsigned char)buffer[i]);
        if (await pirn_write_all(fd, buffer, (size_t)n, NULL) < 0)
            break;
    }
    await pirn_close(fd);
}

static async void listen_for_clients(int listener)
{
    scope (connections) {
        int fd;
        while ((fd = await pirn_accept(listener, NULL, NULL)) >= 0)
            spawn serve(fd);
    }
    await pirn_close(listener);
    printf("the server has ended\n");
}

static async int ask(int port, const char *text)
{
    char answer[64];
    size_t length = strlen(text), got = 0;
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    if (fd < 0)
        return fd;
    await pirn_write_all(fd, text, length, NULL);
    while (got < length) {
        ssize_t n = await pirn_read(fd, answer + got, sizeof answer - 1 - got);
        if (n <= 0)
            break;
        got += (size_t)n;
    }
    answer[got] = '\0';
    printf("%s: %s\n", text, answer);
    await pirn_close(fd);
    return 0;
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return 1;
    int port = pirn_tcp_port(listener);
    scope (s) {
        spawn listen_for_clients(listener);
        int rc = await ask(port, "warp");
        rc |= await ask(port, "weft");
        rc |= await ask(port, "pirn");
        return rc < 0; /* the clients are done, so is the server */
    }
    // expect: warp: WARP
    // expect: weft: WEFT
    // expect: pirn: PIRN
    // expect: the server has ended
    return 1;
}
