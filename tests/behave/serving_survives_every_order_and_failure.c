// pirn_serve in many orders, cancelled everywhere, and with every system call
// and allocation failing: every client that it has accepted is closed, it
// waits for all of them, and it ends.
// expect: a server and two clients: ok
// asan
// threads: no, a test chooses the order of tasks
#include "parts/scenarios.h"

static async void serve(int fd, void *arg)
{
    char c;
    alive++;
    if (await pirn_read(fd, &c, 1) == 1)
        await pirn_write(fd, &c, 1);
    alive--;
    (void)arg;
}

static async int ask(int port)
{
    char c = 'x';
    int fd = await pirn_tcp_connect("127.0.0.1", port), rc, closed;
    if (fd < 0)
        return fd;
    rc = (int)await pirn_write(fd, &c, 1);
    if (rc == 1)
        rc = (int)await pirn_read(fd, &c, 1);
    closed = await pirn_close(fd);
    return rc < 0 ? rc : closed;
}

static async int run(int listener, struct pirn_event *stop)
{
    struct pirn_serve_options options = {
        .stop = stop, .limit = 1, .drain = PIRN_MS};
    int rc = await pirn_serve(listener, serve, &options);
    MUST(alive == 0);
    MUST(rc <= 0);
    return rc;
}

static async int two(void)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    int listener = pirn_tcp_listen("127.0.0.1", 0), rc, closed;
    if (listener < 0)
        return listener;
    int port = pirn_tcp_port(listener);
    scope (s) {
        task(int) server = spawn run(listener, &stop);
        scope (patience, .timeout = PIRN_S) {
            task(int) first = spawn ask(port);
            task(int) second = spawn ask(port);
            rc = await first;
            int other = await second;
            rc = rc < 0 ? rc : other;
        }
        pirn_event_set(&stop);
        int ended = await server;
        rc = rc < 0 ? rc : ended;
    }
    closed = await pirn_close(listener);
    return rc < 0 ? rc : closed;
}

static const struct scenario scenarios[] = {
    {"a server and two clients", two, 40},
};

int main(void)
{
    CHECK_ALL(scenarios);
    return 0;
}
