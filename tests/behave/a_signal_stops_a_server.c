// A signal of .signals stops a server, by its event if there is one, and does
// afterwards what it did before. What cannot be caught is refused.
// expect: with an event: 0, set, served
// expect: without: 0, served
// expect: SIGKILL: -EINVAL
// expect: default again
// asan
// workers: any
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <pirn.h>

static bool served;

static async void serve(int fd, void *arg)
{
    char c;
    (void)arg;
    kill(getpid(), SIGTERM); /* raise: this worker may have them blocked */
    await pirn_read(fd, &c, 1);
    served = true;
}

static async void ask(int port)
{
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    await pirn_sleep(PIRN_MS);
    await pirn_write_all(fd, "x", 1, NULL);
    await pirn_close(fd);
}

static async int run(int listener, struct pirn_event *stop)
{
    struct pirn_serve_options options = {
        .stop = stop, .drain = PIRN_NEVER, .signals = PIRN_SIGNAL(SIGTERM)};
    int rc;
    served = false;
    scope (s) {
        spawn ask(pirn_tcp_port(listener));
        rc = await pirn_serve(listener, serve, &options);
    }
    return rc;
}

async int main(void)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    struct pirn_serve_options never = {.signals = PIRN_SIGNAL(SIGKILL)};
    struct sigaction action;
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    int rc = await run(listener, &stop);
    printf("with an event: %d, %s, %s\n", rc,
           pirn_event_is_set(&stop) ? "set" : "not set",
           served ? "served" : "not served");
    rc = await run(listener, NULL);
    printf("without: %d, %s\n", rc, served ? "served" : "not served");
    rc = await pirn_serve(listener, serve, &never);
    printf("SIGKILL: %s\n", rc == -EINVAL ? "-EINVAL" : "?");
    sigaction(SIGTERM, NULL, &action);
    if (action.sa_handler == SIG_DFL)
        printf("default again\n");
    await pirn_close(listener);
    return 0;
}
