/* stop PORT PID: what clients see of a web server that is told to stop.
 *
 * Some have been answered and are idle, some have sent half a request, some
 * have only just connected, and the server has not seen them yet. Each of them
 * gets the answer to what it asks; who comes later is refused. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pirn.h>

enum { EACH = 20 };

static const char first[] = "GET / HTTP/1.1\r\n", second[] = "Host: h\r\n\r\n";

static async bool say(int fd, const char *text)
{
    return await pirn_write_all(fd, text, strlen(text), NULL) == 0;
}

/* Reads an answer of 200. True if it says that the connection is kept, where it
 * may be; or that it is not, and that is so. */
static async bool hear(int fd, bool may_be_kept)
{
    char buffer[2000], *head, body[6], end;
    struct pirn_descriptor server = pirn_descriptor(fd);
    struct pirn_reader in;
    pirn_reader_init(&in, &server.stream, buffer, sizeof buffer);
    ssize_t n = await pirn_read_until(&in, "\r\n\r\n", &head);
    if (n <= 0 || strncmp(head, "HTTP/1.1 200 ", 13) != 0)
        return false;
    bool is_kept = strstr(head, "\r\nConnection: keep-alive\r\n") != NULL;
    if (is_kept && !may_be_kept)
        return false;
    return await pirn_read_exactly(&in, body, 6, NULL) == 0 &&
           memcmp(body, "index\n", 6) == 0 &&
           (is_kept || await pirn_read(fd, &end, 1) == 0);
}

async int main(int argc, char **argv)
{
    int idle[EACH], half[EACH], unseen[EACH], answered = 0, fd;
    if (argc != 3)
        return 2;
    int port = atoi(argv[1]);
    pid_t server = (pid_t)atoi(argv[2]);
    for (int i = 0; i < EACH; i++) {
        idle[i] = await pirn_tcp_connect("127.0.0.1", port);
        half[i] = await pirn_tcp_connect("127.0.0.1", port);
        if (!await say(idle[i], first) || !await say(idle[i], second) ||
            !await hear(idle[i], true) || !await say(half[i], first))
            return 3;
    }
    kill(server, SIGSTOP);
    for (int i = 0; i < EACH; i++) {
        unseen[i] = await pirn_tcp_connect("127.0.0.1", port);
        if (!await say(unseen[i], first) || !await say(unseen[i], second))
            return 4;
    }
    kill(server, SIGTERM);
    kill(server, SIGCONT);
    while ((fd = await pirn_tcp_connect("127.0.0.1", port)) != -ECONNREFUSED)
        if (fd >= 0)
            await pirn_close(fd);
    for (int i = 0; i < EACH; i++) {
        answered += await hear(unseen[i], true); /* before it has stopped */
        answered += await say(half[i], second) && await hear(half[i], false);
        answered += await say(idle[i], first) && await say(idle[i], second) &&
                    await hear(idle[i], false);
    }
    printf("%d of %d answered, then %s\n", answered, 3 * EACH, strerror(-fd));
    return answered < 3 * EACH;
}
