/* How many requests a second does an echo server answer with so many workers,
 * its clients being two threads beside it that have 50 connections each? On
 * two cores all of them share these: the figure is of the whole. */
#include "../bench.h"

#include <errno.h>
#include <netinet/in.h>
#include <pirn.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CLIENTS = 2, CONNECTIONS = 50, ROUNDS = 400, SIZE = 64 };

static int port;

static int connect_to(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {htonl(INADDR_LOOPBACK)},
                                  .sin_port = htons((unsigned short)port)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bench_check(fd >= 0 && connect(fd, (struct sockaddr *)&address,
                                   sizeof address) == 0,
                "a connection");
    return fd;
}

/* Each round asks on all connections, then takes all answers. */
static void *client(void *unused)
{
    int fds[CONNECTIONS];
    char text[SIZE], answer[SIZE];
    for (int i = 0; i < CONNECTIONS; i++)
        fds[i] = connect_to();
    for (int round = 0; round < ROUNDS; round++) {
        memset(text, round, SIZE);
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
    bench_report("echo-2w", CLIENTS * CONNECTIONS * ROUNDS / time,
                 "requests/s");
}

static async void echo(int fd)
{
    char buffer[512];
    ssize_t n;
    while ((n = await pirn_recv(fd, buffer, sizeof buffer, 0)) > 0)
        if (await pirn_write_all(fd, buffer, (size_t)n, NULL) < 0)
            break;
    await pirn_close(fd);
}

/* As many connections as there will be. */
static async int serve(int listener)
{
    scope (s) {
        for (int i = 0; i < CLIENTS * CONNECTIONS; i++) {
            int fd = await pirn_accept(listener, NULL, NULL);
            bench_check(fd >= 0, "a client");
            spawn echo(fd);
        }
    }
    return await pirn_close(listener);
}

static void run(const char *workers)
{
    int status;
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    bench_check(listener >= 0, "a listener");
    port = pirn_tcp_port(listener);
    pid_t pid = fork();
    if (pid == 0) {
        close(listener);
        ask();
        _exit(0);
    }
    setenv("PIRN_WORKERS", workers, 1);
    bench_check(pirn_run(serve(listener)) == 0, "the end");
    bench_check(waitpid(pid, &status, 0) == pid && status == 0,
                "what the clients got");
}
