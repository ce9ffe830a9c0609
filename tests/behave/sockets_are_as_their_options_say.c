// Listening sockets are as their options say, and so are the connections that
// come by them; datagrams and Unix sockets are made in one call.
// elided: same
// asan
// workers: any
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <pirn.h>

static int option(int fd, int level, int name)
{
    int value = -1;
    socklen_t length = sizeof value;
    getsockopt(fd, level, name, &value, &length);
    return value;
}

static async void tell_connection(int listener)
{
    int client = await pirn_tcp_connect("127.0.0.1", pirn_tcp_port(listener));
    int fd = await pirn_accept(listener, NULL, NULL);
    printf("keeps alive: %d, at once: %d\n",
           option(fd, SOL_SOCKET, SO_KEEPALIVE) != 0,
           option(fd, IPPROTO_TCP, TCP_NODELAY) != 0);
    await pirn_close(fd);
    await pirn_close(client);
}

static async void tcp(void)
{
    struct pirn_listen_options shared = {.reuse_port = true,
                                         .keep_alive = true};
    struct pirn_listen_options slow = {.delays = true, .backlog = 3};
    int a = pirn_tcp_listen_with("127.0.0.1", 0, &shared);
    await tell_connection(a);
    // expect: keeps alive: 1, at once: 1
    int port = pirn_tcp_port(a);
    int b = pirn_tcp_listen_with("127.0.0.1", port, &shared);
    printf("a second one: %d\n", b >= 0);
    // expect: a second one: 1
    printf("one that does not share: %d\n",
           pirn_tcp_listen("127.0.0.1", port) == -EADDRINUSE);
    // expect: one that does not share: 1
    int c = pirn_tcp_listen_with("127.0.0.1", 0, &slow);
    await tell_connection(c);
    // expect: keeps alive: 0, at once: 0
    int d = pirn_tcp_listen_with("127.0.0.1", 0, NULL);
    await tell_connection(d);
    // expect: keeps alive: 0, at once: 1
    int all[] = {a, b, c, d};
    for (int i = 0; i < 4; i++)
        await pirn_close(all[i]);
    printf("no address: %d\n",
           pirn_tcp_listen_with("localhost", 0, &shared) == -EINVAL);
    // expect: no address: 1
}

static async void udp(void)
{
    struct sockaddr_storage to;
    socklen_t length = sizeof to;
    char got[8] = "";
    int a = pirn_udp_open("127.0.0.1", 0), b = pirn_udp_open("127.0.0.1", 0);
    int rc = pirn_address((struct sockaddr *)&to, &length, "127.0.0.1",
                          pirn_tcp_port(b));
    printf("%d, %d\n", rc, length == sizeof(struct sockaddr_in));
    // expect: 0, 1
    await pirn_sendto(a, "word", 4, 0, (struct sockaddr *)&to, length);
    ssize_t n = await pirn_recvfrom(b, got, sizeof got, 0, NULL, NULL);
    printf("%zd: %s\n", n, got);
    // expect: 4: word
    rc = pirn_address((struct sockaddr *)&to, &length, "::1", 1);
    printf("no room, or no address: %d %d\n", rc == -EINVAL,
           pirn_udp_open("word", 0) == -EINVAL);
    // expect: no room, or no address: 1 1
    await pirn_close(a);
    await pirn_close(b);
}

static async void unix_sockets(void)
{
    char folder[] = "/tmp/pirn-unix-XXXXXX", path[64], longest[120], got[4];
    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "%s/socket", folder);
    memset(longest, 'x', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;
    int listener = pirn_unix_listen(path, NULL);
    int client = await pirn_unix_connect(path);
    int fd = await pirn_accept(listener, NULL, NULL);
    await pirn_write_all(client, "abc", 4, NULL);
    ssize_t n = await pirn_read(fd, got, sizeof got);
    printf("%zd: %s\n", n, got);
    // expect: 4: abc
    printf("there already: %d\n", pirn_unix_listen(path, NULL) == -EADDRINUSE);
    // expect: there already: 1
    await pirn_close(listener);
    printf("nobody listens: %d\n",
           await pirn_unix_connect(path) == -ECONNREFUSED);
    // expect: nobody listens: 1
    unlink(path);
    printf("no file: %d\n", await pirn_unix_connect(path) == -ENOENT);
    // expect: no file: 1
    printf("no path: %d %d\n", await pirn_unix_connect("") == -EINVAL,
           pirn_unix_listen(longest, NULL) == -ENAMETOOLONG);
    // expect: no path: 1 1
    await pirn_close(client);
    await pirn_close(fd);
    rmdir(folder);
}

async int main(void)
{
    await tcp();
    await udp();
    await unix_sockets();
    return 0;
}
