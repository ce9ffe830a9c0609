// With .linger a client that has been served may go on sending for that time,
// and its connection is not reset; without, it is. A client that ends in time
// is not waited for any longer.
// expect: lingers: 0 after 50 ms, told bye
// expect: too long: failed after 110 ms, told bye
// expect: no linger: failed after 20 ms, told bye
// expect: 0
// env: PIRN_CLOCK=virtual
// asan
// workers: any
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <pirn.h>

static async void serve(int fd, void *arg)
{
    char c;
    (void)arg;
    if (await pirn_read(fd, &c, 1) == 1)
        await pirn_write_all(fd, "bye", 3, NULL);
}

/* Sends a byte each 10 ms, as often as that, and reads what it is told. */
static async void chat(int port, int times, const char *name)
{
    int64_t begin = pirn_now();
    char told[8] = "";
    int fd = await pirn_tcp_connect("127.0.0.1", port), rc = 0;
    for (int i = 0; rc == 0 && i < times; i++) {
        rc = await pirn_write_all(fd, "x", 1, NULL);
        if (i == 0)
            await pirn_read_all(fd, told, 3, NULL);
        if (rc == 0)
            await pirn_sleep(10 * PIRN_MS);
    }
    printf("%s: %s after %d ms, told %s\n", name, rc == 0 ? "0" : "failed",
           (int)((pirn_now() - begin) / PIRN_MS), told);
    await pirn_close(fd);
}

static async int run(int listener, struct pirn_serve_options *options)
{
    return await pirn_serve(listener, serve, options);
}

async int main(void)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    struct pirn_serve_options options = {
        .stop = &stop, .drain = PIRN_NEVER, .linger = 95 * PIRN_MS};
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    int port = pirn_tcp_port(listener);
    scope (s) {
        task(int) server = spawn run(listener, &options);
        await chat(port, 5, "lingers");
        await chat(port, 1000, "too long");
        options.linger = 0;
        await chat(port, 1000, "no linger");
        pirn_event_set(&stop);
        printf("%d\n", await server);
    }
    await pirn_close(listener);
    return 0;
}
