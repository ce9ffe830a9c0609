/* pirn_serve: see <pirn/serve.h>.
 *
 * There are two scopes. The one outside, `accepting`, has the task that
 * accepts, and is cancelled from outside, or by the task that waits for the
 * stop. The clients are tasks of the one inside, `clients`, which is a shield:
 * they are cancelled only by its deadline, which is set when accepting has
 * ended. */
#include <pirn.h>

struct pirn__server {
    int listener;
    pirn_handler *handler;
    const struct pirn_serve_options *options;
    struct pirn_event *stop, own_stop;
    struct pirn_scope *clients;
    struct pirn_semaphore room; /* for clients, if there is a limit */
    struct pirn_event left;     /* a client has gone since an accept began */
};

/* Lets a client read what it was told: nothing more is sent, and what it still
 * sends is passed over. */
PIRN__STATIC_ASYNC void pirn__serve_part(int fd, int64_t patience)
{
    char rest[512];
    PIRN_SCOPE (s, .timeout = patience) {
        if (PIRN_AWAIT pirn_shutdown(fd, 1 /* SHUT_WR */) == 0)
            while (PIRN_AWAIT pirn_read(fd, rest, sizeof rest) > 0)
                continue;
    }
}

/* Whatever the handler has done, also in a cancelled scope. */
PIRN__STATIC_ASYNC void pirn__serve_client(struct pirn__server *server, int fd)
{
    PIRN_AWAIT server->handler(fd, server->options->arg);
    if (server->options->linger > 0)
        PIRN_AWAIT pirn__serve_part(fd, server->options->linger);
    (void)PIRN_AWAIT pirn_close(fd);
    if (server->options->limit)
        pirn_semaphore_release(&server->room, 1);
    pirn_event_set(&server->left);
}

/* True of what an accept may return without anything being wrong with the
 * listener: something is short, or it was the new connection that failed, of
 * which accept(2) tells as if it were its own. */
PIRN__STATIC bool pirn__serve_goes_on(int rc)
{
    return rc != -ECANCELED && rc != -EBADF && rc != -EINVAL &&
           rc != -ENOTSOCK && rc != -EOPNOTSUPP && rc != -EFAULT;
}

PIRN__STATIC bool pirn__serve_is_stopped(const struct pirn__server *server)
{
    return pirn_event_is_set(server->stop);
}

/* Returns a connection, or -errno if there is none ever. */
PIRN__STATIC_ASYNC int pirn__serve_accept(struct pirn__server *server)
{
    const int64_t most = PIRN_S;
    int64_t pause = 5 * PIRN_MS;
    int rc;
    for (;;) {
        if (pirn__serve_is_stopped(server))
            return -ECANCELED;
        pirn_event_clear(&server->left);
        rc = PIRN_AWAIT pirn_accept(server->listener, NULL, NULL);
        if (rc >= 0 || !pirn__serve_goes_on(rc))
            return rc;
        rc = PIRN_AWAIT pirn_select(PIRN_EVENT_WAIT(&server->left),
                                    PIRN_AFTER(pause));
        if (rc < 0)
            return rc;
        pause = pause < most / 2 ? 2 * pause : most;
    }
}

PIRN__STATIC_ASYNC int pirn__serve_all(struct pirn__server *server)
{
    int rc = 0;
    while (rc >= 0) {
        if (server->options->limit)
            rc = PIRN_AWAIT pirn_semaphore_acquire(&server->room, 1);
        if (rc < 0)
            return rc;
        rc = PIRN_AWAIT pirn__serve_accept(server);
        if (rc >= 0)
            PIRN_SPAWN_IN(server->clients) pirn__serve_client(server, rc);
        else if (server->options->limit) /* the room was for nobody */
            pirn_semaphore_release(&server->room, 1);
    }
    return rc;
}

/* Those who are connected by then count on being served, as far as there is
 * room for them. No more than a queue holds, or it might have no end. */
PIRN__STATIC_ASYNC void pirn__serve_rest(struct pirn__server *server)
{
    int most, fd;
    for (most = 4096; most > 0; most--) {
        if (server->options->limit &&
            pirn_semaphore_try_acquire(&server->room, 1) < 0)
            return;
        fd = -1;
        (void)PIRN_AWAIT pirn_select(PIRN_ACCEPT(server->listener, &fd),
                                     PIRN_AFTER(0));
        if (fd < 0)
            return;
        PIRN_SPAWN_IN(server->clients) pirn__serve_client(server, fd);
    }
}

#ifdef __PIRN__
static PIRN_ASYNC void pirn__serve_stop(struct pirn_event *stop,
                                        struct pirn_scope *accepting)
{
    if (PIRN_AWAIT pirn_event_wait(stop) == 0)
        pirn_scope_cancel_because(accepting, "the server is to stop");
}

static PIRN_ASYNC void pirn__serve_watch(pirn_signal *signals,
                                         struct pirn_event *stop)
{
    if (PIRN_AWAIT pirn_signal_next(signals) > 0)
        pirn_event_set(stop);
    pirn_signal_close(signals);
}
#endif

PIRN__ASYNC int pirn_serve(int listener, pirn_handler *handler,
                           const struct pirn_serve_options *options)
{
    static const struct pirn_serve_options none;
    static const struct pirn__server empty;
    struct pirn__server server = empty;
    int rc = 0;
    server.listener = listener;
    server.handler = handler;
    server.options = options ? options : &none;
    server.room.count = server.options->limit;
    server.stop =
        server.options->stop ? server.options->stop : &server.own_stop;
#ifdef __PIRN__
    pirn_signal *signals = NULL;
    if (server.options->signals &&
        !(signals = pirn_signal_open(server.options->signals)))
        return -errno;
#endif
    PIRN_SCOPE (accepting) {
        PIRN_SCOPE (clients, .shield = 1) {
            PIRN_TASK(int) acceptor;
            int64_t drain = server.options->drain, now;
            server.clients = pirn_scope_ref(clients);
#ifdef __PIRN__
            if (server.options->stop || signals)
                PIRN_SPAWN_IN(accepting)
            pirn__serve_stop(server.stop, pirn_scope_ref(accepting));
            if (signals)
                PIRN_SPAWN_IN(accepting)
            pirn__serve_watch(signals, server.stop);
#endif
            acceptor = PIRN_SPAWN_IN(accepting) pirn__serve_all(&server);
            rc = PIRN_AWAIT acceptor;
            pirn_scope_cancel(accepting);
            now = pirn_now();
            if (drain < PIRN_NEVER - now)
                pirn_scope_set_deadline(clients, now + drain);
            if (rc != -EBADF) { /* or the number may be another's by now */
                PIRN_AWAIT pirn__serve_rest(&server);
                if (server.options->close)
                    (void)PIRN_AWAIT pirn_close(listener);
            }
        }
    }
    return pirn__serve_is_stopped(&server) ? 0 : rc;
}
