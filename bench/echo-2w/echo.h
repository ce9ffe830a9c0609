/* What does an echo server cost for each request, in CPU time of the process,
 * kernel included, with so many workers that have a listener of their own on
 * the same port each? Its clients are two threads of another process that have
 * 50 connections each. On two cores all of them share these. */
#include "../bench.h"

#include <errno.h>
#include <netinet/in.h>
#include <pirn.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 2, CONNECTIONS = 50, SIZE = 64 };

static long rounds; /* each asks for so many answers on each connection */

static int port;

static struct sockaddr_in here(void)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_addr = {htonl(INADDR_LOOPBACK)},
                                .sin_port = htons((unsigned short)port)};
}

static int connect_to(void)
{
    struct sockaddr_in address = here();
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bench_check(fd >= 0 && connect(fd, (struct sockaddr *)&address,
                                   sizeof address) == 0,
                "a connection");
    return fd;
}

static long requests(void)
{
    return CLIENTS * CONNECTIONS * rounds;
}

/* Each round asks on all connections, then takes all answers. */
static void *client(void *unused)
{
    int fds[CONNECTIONS];
    char text[SIZE], answer[SIZE];
    for (int i = 0; i < CONNECTIONS; i++)
        fds[i] = connect_to();
    for (long round = 0; round < rounds; round++) {
        memset(text, (int)round, SIZE);
        for (int i = 0; i < CONNECTIONS; i++)
            bench_check(send(fds[i], text, SIZE, 0) == SIZE, "a request");
        for (int i = 0; i < CONNECTIONS; i++) {
            bench_check(recv(fds[i], answer, SIZE, MSG_WAITALL) == SIZE &&
                            memcmp(text, answer, SIZE) == 0,
                        "an answer");
        }
    }
    for (int i = 0; i < CONNECTIONS; i++)
        close(fds[i]);
    return unused;
}

static void ask(void)
{
    pthread_t threads[CLIENTS];
    long long begin = bench_wall_ns();
    for (int i = 0; i < CLIENTS; i++)
        bench_check(pthread_create(&threads[i], NULL, client, NULL) == 0,
                    "a thread");
    for (int i = 0; i < CLIENTS; i++)
        pthread_join(threads[i], NULL);
    double time = (double)(bench_wall_ns() - begin) / 1e9;
    bench_report("echo-2w.rate", (double)requests() / time, "requests/s");
}

/* One of several that listen on the same port. The first chooses which. */
static int listen_here(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
    struct sockaddr_in address = here();
    bench_check(fd >= 0 &&
                    !setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) &&
                    !bind(fd, (struct sockaddr *)&address, sizeof address) &&
                    !listen(fd, SOMAXCONN),
                "a listener");
    port = pirn_tcp_port(fd);
    return fd;
}

static int open_connections = CLIENTS * CONNECTIONS; /* or still to come */

/* The end of the last connection is that of the server. */
static async void echo(int fd, struct pirn_scope *server)
{
    char buffer[512];
    ssize_t n;
    while ((n = await pirn_recv(fd, buffer, sizeof buffer, 0)) > 0) {
        if (await pirn_write_all(fd, buffer, (size_t)n, NULL) < 0)
            break;
        bench_item();
    }
    await pirn_close(fd);
    if (__atomic_sub_fetch(&open_connections, 1, __ATOMIC_ACQ_REL) == 0)
        pirn_scope_cancel(server);
}

static async void serve(int listener, struct pirn_scope *server)
{
    int fd;
    scope (s) {
        while ((fd = await pirn_accept(listener, NULL, NULL)) >= 0)
            spawn echo(fd, server);
    }
    bench_check(fd == -ECANCELED, "a client");
    await pirn_close(listener);
}

static async void serve_on_each_worker(const int *listeners)
{
    scope (server, .pinned = true) {
        for (unsigned i = 0; i < pirn_workers(); i++)
            spawn_on(i) serve(listeners[i], pirn_scope_ref(server));
    }
}

static void run(int workers)
{
    int status, listeners[2];
    rounds = bench_size(40000) / (CLIENTS * CONNECTIONS);
    for (int i = 0; i < workers; i++)
        listeners[i] = listen_here();
    pid_t pid = fork();
    if (pid == 0) {
        for (int i = 0; i < workers; i++)
            close(listeners[i]);
        ask();
        _exit(0);
    }
    double begin = bench_cpu_ns();
    setenv("PIRN_WORKERS", workers == 2 ? "2" : "1", 1);
    pirn_run(serve_on_each_worker(listeners));
    double time = bench_cpu_ns() - begin;
    bench_check(waitpid(pid, &status, 0) == pid && status == 0,
                "what the clients got");
    bench_report("echo-2w", time / (double)requests() / 1000, "us");
}
