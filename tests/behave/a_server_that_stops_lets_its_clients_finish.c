// When the stop is set pirn_serve accepts no more, its clients go on for as
// long as .drain says, and those that are left are cancelled. A cancellation
// around it does the same.
// expect: stopped: 0 after 50 ms, 3 accepted, 2 done, 1 cancelled
// expect: cancelled: -ECANCELED after 50 ms, 3 accepted, 2 done, 1 cancelled
// expect: no drain: 0 after 10 ms, 3 accepted, 0 done, 3 cancelled
// expect: all the time: 0 after 1000 ms, 3 accepted, 3 done, 0 cancelled
// expect: closed: -EBADF after 50 ms, 3 accepted, 2 done, 1 cancelled
// env: PIRN_CLOCK=virtual
// asan
// valgrind
// workers: any
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <pirn.h>

static struct {
    int accepted, done, cancelled;
} count;

/* Serves for as many milliseconds as the client says. */
static async void serve(int fd, void *arg)
{
    char text[8] = "";
    int ms;
    (void)arg;
    __atomic_add_fetch(&count.accepted, 1, __ATOMIC_RELAXED);
    int rc = await pirn_read_all(fd, text, 4, NULL);
    sscanf(text, "%d", &ms);
    if (rc == 0)
        rc = await pirn_sleep(ms * PIRN_MS);
    __atomic_add_fetch(rc == 0 ? &count.done : &count.cancelled, 1,
                       __ATOMIC_RELAXED);
}

static async void ask(int port, const char *text)
{
    char byte;
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    await pirn_write_all(fd, text, 4, NULL);
    await pirn_read(fd, &byte, 1); /* until it is closed */
    await pirn_close(fd);
}

static async int run(int listener, struct pirn_serve_options *options)
{
    return await pirn_serve(listener, serve, options);
}

/* How the server ends: by its event, a cancellation, its listener. */
enum how { STOP, CANCEL, CLOSE };

static async void end(int listener, enum how how, int64_t drain,
                      const char *what)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    struct pirn_serve_options options = {.stop = &stop, .drain = drain};
    int port = pirn_tcp_port(listener);
    int64_t begin = pirn_now();
    memset(&count, 0, sizeof count);
    scope (s) {
        task(int) server = spawn run(listener, &options);
        spawn ask(port, "  20");
        spawn ask(port, "  30");
        spawn ask(port, "1000");
        await pirn_sleep(10 * PIRN_MS);
        if (how == STOP)
            pirn_event_set(&stop);
        else if (how == CANCEL)
            pirn_cancel(server);
        else
            await pirn_close(listener);
        int rc = await server;
        printf("%s: %s after %d ms, %d accepted, %d done, %d cancelled\n", what,
               rc == 0            ? "0"
               : rc == -ECANCELED ? "-ECANCELED"
               : rc == -EBADF     ? "-EBADF"
                                  : "?",
               (int)((pirn_now() - begin) / PIRN_MS), count.accepted,
               count.done, count.cancelled);
    }
}

async int main(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    await end(listener, STOP, 40 * PIRN_MS, "stopped");
    await end(listener, CANCEL, 40 * PIRN_MS, "cancelled");
    await end(listener, STOP, 0, "no drain");
    await end(listener, STOP, PIRN_NEVER, "all the time");
    await end(listener, CLOSE, 40 * PIRN_MS, "closed");
    return 0;
}
