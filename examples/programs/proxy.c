/* proxy [-l ADDRESS:PORT] [-n CLIENTS] [-i IDLE] [-c CHECK] [-d DRAIN]
 * HOST:PORT... passes the connections that come to ADDRESS:PORT on to the
 * backends, which take turns. A backend to which no connection can be made is
 * left out until it lets itself be connected to again; that is tried every
 * CHECK seconds. Each direction of a connection ends by itself, and both are
 * cut off when nothing has been passed on for IDLE seconds. At most CLIENTS are
 * served at a time; the others wait. SIGTERM ends accepting, and gives those
 * that are served DRAIN seconds.
 *
 * A client is a scope with two copies and somebody who looks whether anything
 * moves: whichever way it ends, all of it ends. */
#include <errno.h>
#include <pirn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum { BUFFER = 1 << 16 };

/* How long a connection to a backend may take. */
#define PATIENCE (5 * PIRN_S)

struct backend {
    char *host; /* a name, or a numeric address */
    int port;
    atomic_bool is_down;
};

struct proxy {
    struct backend *backends;
    int count;
    atomic_uint next; /* whose turn it is */
    int64_t idle, check;
    struct pirn_event stop;
    atomic_ullong clients, refused, bytes; /* until now */
};

/* Backends ----------------------------------------------------------------- */

static void tell(struct backend *b, int error)
{
    if (atomic_exchange(&b->is_down, error != 0) == (error != 0))
        return;
    fprintf(stderr, "proxy: %s:%d is %s%s\n", b->host, b->port,
            error ? "down: " : "up", error ? pirn_resolve_error(error) : "");
}

/* True of what an attempt has failed with for want of something here, or as it
 * was cancelled, which says nothing about the backend. */
static bool is_own_fault(int rc)
{
    return rc == -EMFILE || rc == -ENFILE || rc == -ENOMEM || rc == -ENOBUFS ||
           rc == -EADDRNOTAVAIL || rc == -ECANCELED;
}

static async int connect_to(struct backend *b)
{
    int fd = -ECANCELED;
    scope (patience, .timeout = PATIENCE)
        fd = await pirn_tcp_connect(b->host, b->port);
    else if (fd < 0)
        fd = -ETIMEDOUT;
    if (fd >= 0 || !is_own_fault(fd))
        tell(b, fd < 0 ? fd : 0);
    return fd;
}

/* Those that are up take turns; if there is none, those that are down are
 * tried, too. */
static async int connect_any(struct proxy *p)
{
    int rc = -ECONNREFUSED;
    unsigned from = atomic_fetch_add(&p->next, 1);
    for (int i = 0; i < 2 * p->count; i++) {
        struct backend *b =
            &p->backends[(from + (unsigned)i) % (unsigned)p->count];
        if (b->is_down != (i >= p->count))
            continue;
        rc = await connect_to(b);
        if (rc >= 0 || is_own_fault(rc))
            break;
    }
    return rc;
}

/* Looks from time to time whether a backend can be connected to. */
static async void check(struct backend *b, int64_t pause)
{
    for (;;) {
        int fd = await connect_to(b);
        if (fd >= 0)
            await pirn_close(fd);
        if (await pirn_sleep(pause) < 0)
            return;
    }
}

/* Clients ------------------------------------------------------------------ */

/* One direction. What ends there ends on the other side; what fails ends both
 * directions. */
static async void pass_on(int from, int to, uint64_t *bytes,
                          struct pirn_scope *client)
{
    char buffer[BUFFER];
    struct pirn_descriptor in = pirn_descriptor(from);
    struct pirn_descriptor out = pirn_descriptor(to);
    struct pirn_reader reader;
    (void)client; /* for the elision, where nothing is cancelled */
    pirn_reader_init(&reader, &in.stream, buffer, sizeof buffer);
    int rc = await pirn_copy(&reader, &out.stream, bytes);
    if (rc == 0)
        rc = await pirn_stream_shutdown(&out.stream);
    if (rc < 0)
        pirn_scope_cancel(client);
}

/* Ends a client for whom nothing has moved for a while. */
static async void watch(const uint64_t bytes[2], int64_t idle,
                        struct pirn_scope *client)
{
    uint64_t before;
    (void)client;
    do {
        before = bytes[0] + bytes[1];
        if (await pirn_sleep(idle) < 0)
            return;
    } while (bytes[0] + bytes[1] != before);
    pirn_scope_cancel(client);
}

static async void serve(int fd, void *arg)
{
    struct proxy *p = arg;
    uint64_t bytes[2] = {0, 0};
    p->clients++;
    int backend = await connect_any(p);
    if (backend < 0) {
        p->refused++;
        return;
    }
    scope (client, .pinned = true) { /* as `bytes` is without a lock */
        spawn watch(bytes, p->idle, pirn_scope_ref(client));
        scope (both) {
            spawn pass_on(fd, backend, &bytes[0], pirn_scope_ref(client));
            spawn pass_on(backend, fd, &bytes[1], pirn_scope_ref(client));
        }
        pirn_scope_cancel(client); /* which only has the watch left */
    }
    p->bytes += bytes[0] + bytes[1];
    await pirn_close(backend);
}

/* The program -------------------------------------------------------------- */

static async void stop_on_signal(struct pirn_event *stop)
{
    pirn_signal *signals =
        pirn_signal_open(PIRN_SIGNAL(SIGTERM) | PIRN_SIGNAL(SIGINT));
    if (signals && await pirn_signal_next(signals) > 0) {
        fprintf(stderr, "proxy: draining\n");
        pirn_event_set(stop);
    }
    pirn_signal_close(signals);
}

static async int run(struct proxy *p, int listener,
                     const struct pirn_serve_options *options)
{
    int rc;
    scope (s) {
        spawn stop_on_signal(&p->stop);
        for (int i = 0; i < p->count; i++)
            spawn check(&p->backends[i], p->check);
        rc = await pirn_serve(listener, serve, options);
        pirn_scope_cancel(s);
    }
    fprintf(stderr, "proxy: %llu clients, %llu not served, %llu bytes\n",
            atomic_load(&p->clients), atomic_load(&p->refused),
            atomic_load(&p->bytes));
    return rc;
}

static void usage(void)
{
    fprintf(stderr, "usage: proxy [-l ADDRESS:PORT] [-n CLIENTS] [-i IDLE] "
                    "[-c CHECK] [-d DRAIN] HOST:PORT...\n");
    exit(2);
}

/* HOST:PORT, where HOST may stand in brackets. */
static struct backend parse(const char *text)
{
    struct backend b = {0};
    const char *colon = strrchr(text, ':');
    char *end = NULL;
    if (!colon || colon == text)
        usage();
    if (*text == '[' && colon[-1] == ']')
        b.host = strndup(text + 1, (size_t)(colon - text) - 2);
    else
        b.host = strndup(text, (size_t)(colon - text));
    b.port = (int)strtol(colon + 1, &end, 10);
    if (!b.host || end == colon + 1 || *end)
        usage();
    return b;
}

static int64_t seconds(const char *text)
{
    double value = strtod(text, NULL);
    if (!(value > 0 && value < 1e9))
        usage();
    return (int64_t)(value * 1e9);
}

/* As many descriptors as the system gives. Returns for how many clients they
 * do, of which each needs two. */
static size_t take_descriptors(void)
{
    enum { OTHERS = 32 };
    struct rlimit r;
    if (getrlimit(RLIMIT_NOFILE, &r) < 0)
        return 100;
    r.rlim_cur = r.rlim_max;
    setrlimit(RLIMIT_NOFILE, &r);
    getrlimit(RLIMIT_NOFILE, &r);
    return r.rlim_cur > 2 * OTHERS ? (r.rlim_cur - OTHERS) / 2 : 1;
}

async int main(int argc, char **argv)
{
    struct backend at = {"127.0.0.1", 0, false};
    struct proxy p = {.idle = 60 * PIRN_S, .check = 2 * PIRN_S};
    size_t most = take_descriptors();
    struct pirn_serve_options options = {
        .limit = most, .arg = &p, .stop = &p.stop, .drain = 30 * PIRN_S};
    for (int option; (option = getopt(argc, argv, "l:n:i:c:d:")) != -1;) {
        if (option == 'l')
            at = parse(optarg);
        else if (option == 'n')
            options.limit = strtoul(optarg, NULL, 10);
        else if (option == 'i')
            p.idle = seconds(optarg);
        else if (option == 'c')
            p.check = seconds(optarg);
        else if (option == 'd')
            options.drain = seconds(optarg);
        else
            usage();
    }
    if (options.limit == 0 || options.limit > most)
        options.limit = most;
    p.count = argc - optind;
    p.backends = calloc((size_t)p.count + 1, sizeof *p.backends);
    if (p.count < 1 || !p.backends)
        usage();
    for (int i = 0; i < p.count; i++)
        p.backends[i] = parse(argv[optind + i]);
    int listener = pirn_tcp_listen(at.host, at.port);
    if (listener < 0) {
        fprintf(stderr, "proxy: %s: %s\n", at.host, strerror(-listener));
        return 1;
    }
    printf("listening on port %d\n", pirn_tcp_port(listener));
    fflush(stdout);
    int rc = await run(&p, listener, &options);
    await pirn_close(listener);
    return rc < 0;
}
