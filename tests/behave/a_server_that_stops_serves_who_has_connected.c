// When pirn_serve is told to stop, those who have connected already are still
// served, as far as there is room for them; with .close whoever comes then is
// refused at once, while the clients go on.
// expect: stopped: 0, 3 of 3 served, then -ECONNREFUSED
// expect: cancelled: -ECANCELED, 3 of 3 served, then -ECONNREFUSED
// expect: with room for one: 0, 1 of 3 served, then -ECONNREFUSED
// expect: stays open: 0, 3 of 3 served, then 0
// env: PIRN_CLOCK=virtual
// asan
// valgrind
// workers: any
#include <errno.h>
#include <stdio.h>

#include <pirn.h>

static const char *word(int rc)
{
    return rc >= 0                ? "0"
           : rc == -ECANCELED     ? "-ECANCELED"
           : rc == -ECONNREFUSED ? "-ECONNREFUSED"
                                  : "?";
}

static async void serve(int fd, void *arg)
{
    (void)arg;
    if (await pirn_sleep(20 * PIRN_MS) == 0)
        await pirn_write_all(fd, "here", 4, NULL);
}

static async int run(int listener, struct pirn_serve_options *options)
{
    return await pirn_serve(listener, serve, options);
}

/* The server has accepted nobody yet when it is to stop: three wait for it. */
static async void end(const char *what, struct pirn_serve_options options,
                      bool cancels)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    int listener = pirn_tcp_listen("127.0.0.1", 0), served = 0, late, rc;
    int port = pirn_tcp_port(listener), fd[3];
    char text[4];
    for (int i = 0; i < 3; i++)
        fd[i] = await pirn_tcp_connect("127.0.0.1", port);
    options.stop = &stop;
    scope (s) {
        task(int) server = spawn run(listener, &options);
        if (cancels)
            pirn_cancel(server);
        else
            pirn_event_set(&stop);
        await pirn_sleep(10 * PIRN_MS);
        late = await pirn_tcp_connect("127.0.0.1", port);
        rc = await server;
    }
    /* Those it never accepted are reset when the listener is closed. */
    if (!options.close)
        await pirn_close(listener);
    for (int i = 0; i < 3; i++) {
        served += await pirn_read_all(fd[i], text, 4, NULL) == 0;
        await pirn_close(fd[i]);
    }
    if (late >= 0)
        await pirn_close(late);
    printf("%s: %s, %d of 3 served, then %s\n", what, word(rc), served,
           word(late));
}

async int main(void)
{
    struct pirn_serve_options all = {.drain = PIRN_S, .close = true};
    struct pirn_serve_options one = all, open = all;
    one.limit = 1;
    open.close = false;
    await end("stopped", all, false);
    await end("cancelled", all, true);
    await end("with room for one", one, false);
    await end("stays open", open, false);
    return 0;
}
