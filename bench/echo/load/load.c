/* load CONNECTIONS SERVER: starts the server, opens the connections, and
 * sends 64 bytes on each, again and again as soon as they have come back; all
 * that comes back is compared. What is reported is what the server spent for
 * each request: when the generator is the bottleneck, requests per second say
 * nothing. The server stays on the core where this program was started; the
 * generator goes to the others. */
#include "../../bench.h"
#include "meter.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MESSAGE = 64, BATCH = 256, REQUESTS = 60000, FEWER = REQUESTS / 4 };

struct connection {
    int fd;
    uint32_t id, requests; /* both are in the message */
    int received;          /* bytes of the answer so far */
    char answer[MESSAGE];
};

static struct connection *connections;
static int connection_count, epoll;

static void die(const char *what)
{
    perror(what);
    exit(1);
}

/* The message of a connection: different for each request. */
static void message_of(const struct connection *c, char out[MESSAGE])
{
    memset(out, 'a' + (int)(c->requests % 26), MESSAGE);
    memcpy(out, &c->id, sizeof c->id);
    memcpy(out + sizeof c->id, &c->requests, sizeof c->requests);
}

static void send_request(struct connection *c)
{
    char message[MESSAGE];
    c->requests++;
    c->received = 0;
    message_of(c, message);
    if (send(c->fd, message, MESSAGE, MSG_NOSIGNAL) != MESSAGE)
        die("send");
}

/* Takes what has come. True if it is a whole answer, and the right one. */
static int receive_answer(struct connection *c)
{
    char expected[MESSAGE];
    ssize_t n = recv(c->fd, c->answer + c->received,
                     (size_t)(MESSAGE - c->received), 0);
    if (n <= 0)
        die("recv");
    c->received += (int)n;
    if (c->received < MESSAGE)
        return 0;
    message_of(c, expected);
    bench_check(memcmp(c->answer, expected, MESSAGE) == 0, "an answer");
    return 1;
}

/* Makes that many requests, none of which is under way before or after.
 * Never sleeps: otherwise it would be the server that pays for waking it up,
 * and more so the faster it is. */
static void make_requests(long requests)
{
    struct epoll_event events[BATCH];
    long long last_answer = bench_wall_ns();
    long sent = connection_count, answered = 0;
    for (int i = 0; i < connection_count; i++)
        send_request(&connections[i]);
    while (answered < sent) {
        int n = epoll_wait(epoll, events, BATCH, 0);
        if (n > 0)
            last_answer = bench_wall_ns();
        else
            bench_check(bench_wall_ns() - last_answer < 10000000000,
                        "no answer for ten seconds");
        for (int i = 0; i < n; i++) {
            struct connection *c = events[i].data.ptr;
            if (!receive_answer(c))
                continue;
            answered++;
            if (sent < requests) {
                sent++;
                send_request(c);
            }
        }
    }
}

static void open_connections(int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET,
                            .sin_port = htons((uint16_t)port),
                            .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int on = 1;
    epoll = epoll_create1(EPOLL_CLOEXEC);
    connections = calloc((size_t)connection_count, sizeof *connections);
    for (int i = 0; i < connection_count; i++) {
        struct connection *c = &connections[i];
        struct epoll_event e = {EPOLLIN, {.ptr = c}};
        c->id = (uint32_t)i;
        c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&a, sizeof a) ||
            setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) ||
            epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e))
            die("connect");
    }
}

/* Starts the server; its first line, "port N", comes through *out. It does
 * not run before a byte is written to *go. */
static pid_t start_server(char **command, FILE **out, int *go)
{
    int answer[2], start[2];
    char byte;
    if (pipe(answer) || pipe(start))
        die("pipe");
    pid_t pid = fork();
    if (pid < 0)
        die("fork");
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        dup2(answer[1], STDOUT_FILENO);
        close(answer[0]);
        close(answer[1]);
        close(start[1]);
        if (read(start[0], &byte, 1) != 1)
            exit(1);
        close(start[0]);
        execv(command[0], command);
        die(command[0]);
    }
    close(answer[1]);
    close(start[0]);
    *out = fdopen(answer[0], "r");
    *go = start[1];
    return pid;
}

/* Goes to the other cores, if there are any. Returns the core left. */
static int leave_core(void)
{
    cpu_set_t others;
    int core = sched_getcpu();
    CPU_ZERO(&others);
    for (int i = 0; i < CPU_SETSIZE; i++)
        if (i != core)
            CPU_SET(i, &others);
    sched_setaffinity(0, sizeof others, &others);
    return core;
}

static void report(const char *part, double value, const char *unit)
{
    char name[64];
    snprintf(name, sizeof name, "echo-%d%s", connection_count, part);
    bench_report(name, value, unit);
}

static void allow_many_descriptors(void)
{
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
}

/* What the kernel's own coarse accounting says of the user's share. */
static double coarse_user_share(pid_t pid)
{
    char path[64];
    double user = 0, system = 0;
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *f = fopen(path, "r");
    if (f && fscanf(f,
                    "%*d (%*[^)]) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u "
                    "%lf %lf",
                    &user, &system) != 2)
        user = 0;
    if (f)
        fclose(f);
    return user + system > 0 ? user / (user + system) : 0;
}

int main(int argc, char **argv)
{
    if (argc < 3)
        return fprintf(stderr, "load CONNECTIONS SERVER\n"), 2;
    connection_count = atoi(argv[1]);
    FILE *out;
    int go, port;
    allow_many_descriptors();
    pid_t server = start_server((char *[]){argv[2], NULL}, &out, &go);
    int sampled = meter_user_open(server, leave_core());
    if (write(go, "", 1) != 1 || fscanf(out, "port %d", &port) != 1)
        die("the server");

    open_connections(port);
    make_requests(FEWER); /* to warm up */

    double before = meter_cpu_ns(server);
    if (sampled)
        meter_user_begin();
    make_requests(REQUESTS);
    double user = sampled ? meter_user_end_ns() : -1;
    double total = meter_cpu_ns(server) - before;
    if (user < 0)
        user = total * coarse_user_share(server);
    report("", user / REQUESTS / 1000, "us");
    report(".total", total / REQUESTS / 1000, "us");

    if (meter_calls_begin(server)) {
        make_requests(FEWER);
        report(".calls", meter_calls_end() / FEWER, "calls");
    }
    kill(server, SIGKILL);
    return 0;
}
