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
static async void shout(int fd, void *arg)
{
    char buffer[256];
    ssize_t n;
    (void)arg;
    while ((n = await pirn_read(fd, buffer, sizeof buffer)) > 0) {
        for (ssize_t i = 0; i < n; i++)
            buffer[i] = (char)toupper((unsigned char)buffer[i]);
        if (await pirn_write_all(fd, buffer, (size_t)n, NULL) < 0)
            break;
    }
}

static async void serve(int listener)
{
    await pirn_serve(listener, shout, NULL);
    await pirn_close(listener);
    printf("the server has ended\n");
}

static async int ask(int port, const char *text)
{
    char answer[64] = "";
    size_t length = strlen(text);
    int fd = await pirn_tcp_connect("127.0.0.1", port), rc;
    if (fd < 0)
        return fd;
    rc = await pirn_write_all(fd, text, length, NULL);
    if (rc == 0)
        rc = await pirn_read_all(fd, answer, length, NULL);
    printf("%s: %s\n", text, answer);
    await pirn_close(fd);
    return rc;
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return 1;
    int port = pirn_tcp_port(listener);
    scope (s) {
        spawn serve(listener);
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
