// Somebody closes the listener of a server and opens another one, which gets
// the same number: the server, whose accepting ends, neither takes its clients
// nor closes it. And one of those who wait when a server is to stop gets the
// only place, which nobody has.
// expect: closed: -EBADF, the other is open
// expect: stopped: -ECANCELED, 1 of 2 served
// asan
#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <pirn.h>

static int served;

static async void serve(int fd, void *arg)
{
    (void)fd, (void)arg;
    served++;
}

static async int run(int listener, const struct pirn_serve_options *options)
{
    return await pirn_serve(listener, serve, options);
}

/* It is in the queue of the listener, without anybody having a turn
 * meanwhile. */
static int new_client(int listener)
{
    struct sockaddr_in address;
    socklen_t size = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (getsockname(listener, (struct sockaddr *)&address, &size) < 0 || fd < 0)
        abort();
    (void)(connect)(fd, (struct sockaddr *)&address, size);
    return fd;
}

static async void close_it(void)
{
    struct pirn_serve_options options = {.drain = PIRN_S, .close = true};
    int listener = pirn_tcp_listen("127.0.0.1", 0), other, client, rc;
    scope (s) {
        task(int) server = spawn run(listener, &options);
        await pirn_sleep(PIRN_MS);
        await pirn_close(listener);
        other = pirn_tcp_listen("127.0.0.1", 0);
        if (other != listener)
            abort();
        client = new_client(other);
        rc = await server;
    }
    bool is_open = pirn_tcp_port(other) > 0 && served == 0;
    printf("closed: %s, the other is %s\n", rc == -EBADF ? "-EBADF" : "?",
           is_open ? "open" : "not left alone");
    await pirn_close(client);
    await pirn_close(other);
}

static async void stop_it(void)
{
    struct pirn_serve_options options = {.limit = 1, .drain = PIRN_S};
    int listener = pirn_tcp_listen("127.0.0.1", 0), client[2], rc;
    served = 0;
    scope (s) {
        task(int) server = spawn run(listener, &options);
        await pirn_sleep(PIRN_MS);
        client[0] = new_client(listener);
        client[1] = new_client(listener);
        pirn_cancel(server);
        rc = await server;
    }
    printf("stopped: %s, %d of 2 served\n",
           rc == -ECANCELED ? "-ECANCELED" : "?", served);
    for (int i = 0; i < 2; i++)
        await pirn_close(client[i]);
    await pirn_close(listener);
}

async int main(void)
{
    await close_it();
    await stop_it();
    return 0;
}
