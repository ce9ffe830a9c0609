/* client WHAT PORT [N]: what clients do to a server, of which curl does none.
 *
 *     half     says something, ends its direction, and prints what comes
 *     silent   says nothing, and waits for the end
 *     trickle  sends N bytes, one each tenth of a second, and waits for the end
 *     deaf     asks for /large and reads nothing, until it is killed
 *     reset    asks for /large, reads a little, and resets the connection, N
 *              times
 *     many     opens N connections at once, says nothing on them, and waits for
 *              the end of each
 *     count    is no client, but listens at a port, which it prints, and tells
 *              each client how much that has said when it has ended */
#include <errno.h>
#include <pirn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static const char question[] = "GET /large HTTP/1.1\r\nHost: here\r\n\r\n";
static int port, ended;

static async int open_one(void)
{
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    if (fd < 0)
        fprintf(stderr, "client: %s\n", strerror(-fd));
    return fd;
}

static async void wait_for_end(int fd)
{
    char bytes[512];
    ssize_t n;
    while ((n = await pirn_read(fd, bytes, sizeof bytes)) > 0)
        fwrite(bytes, 1, (size_t)n, stdout);
    await pirn_close(fd);
    ended++;
}

static async void be_half(void)
{
    int fd = await open_one();
    await pirn_write_all(fd, "half a word", 11, NULL);
    await pirn_shutdown(fd, SHUT_WR);
    await wait_for_end(fd);
}

static async void trickle(int n)
{
    int fd = await open_one();
    while (n-- > 0 && await pirn_write(fd, "x", 1) == 1)
        await pirn_sleep(PIRN_S / 10);
    await pirn_shutdown(fd, SHUT_WR);
    await wait_for_end(fd);
}

static async void be_deaf(void)
{
    int fd = await open_one();
    await pirn_write_all(fd, question, sizeof question - 1, NULL);
    await pirn_sleep(3600 * PIRN_S);
}

static async void reset(int n)
{
    struct linger at_once = {1, 0};
    char bytes[100];
    while (n-- > 0) {
        int fd = await open_one();
        await pirn_write_all(fd, question, sizeof question - 1, NULL);
        await pirn_read(fd, bytes, sizeof bytes);
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        await pirn_close(fd);
    }
}

static async void open_and_wait(void)
{
    int fd = await open_one();
    if (fd >= 0)
        await wait_for_end(fd);
}

static async void be_many(int n)
{
    scope (s)
        for (int i = 0; i < n; i++)
            spawn open_and_wait();
    printf("%d ended\n", ended);
}

static async void count(int fd, void *arg)
{
    char bytes[512];
    ssize_t n, all = 0;
    (void)arg;
    while ((n = await pirn_read(fd, bytes, sizeof bytes)) > 0)
        all += n;
    int length = snprintf(bytes, sizeof bytes, "%zd bytes\n", all);
    await pirn_write_all(fd, bytes, (size_t)length, NULL);
}

static async int serve(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    printf("listening on port %d\n", pirn_tcp_port(listener));
    fflush(stdout);
    return await pirn_serve(listener, count, NULL);
}

async int main(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";
    int n = argc > 3 ? atoi(argv[3]) : 1;
    port = argc > 2 ? atoi(argv[2]) : 0;
    if (strcmp(what, "count") == 0)
        return await serve() < 0;
    if (strcmp(what, "half") == 0)
        await be_half();
    else if (strcmp(what, "silent") == 0)
        await open_and_wait();
    else if (strcmp(what, "trickle") == 0)
        await trickle(n);
    else if (strcmp(what, "deaf") == 0)
        await be_deaf();
    else if (strcmp(what, "reset") == 0)
        await reset(n);
    else if (strcmp(what, "many") == 0)
        await be_many(n);
    else
        return 2;
    return 0;
}
