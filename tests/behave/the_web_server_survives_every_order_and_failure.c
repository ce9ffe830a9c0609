// What serves a connection in examples/httpd.c leaves nothing open, and answers
// or closes, in many orders, cancelled everywhere, and with everything that can
// fail failing.
// asan
// threads: no, a test chooses the order of tasks
#define main httpd_main
#include "../../examples/httpd.c"
#undef main

#define MOST_WORKERS 1 /* it counts its connections without a lock */
#include "parts/scenarios.h"

/* An answer that comes to its end is right. */
static async int ask(int port, const char *request, const char *status)
{
    char answer[1024];
    size_t have = 0;
    ssize_t n = 0;
    int fd = await pirn_tcp_connect("127.0.0.1", port);
    if (fd < 0)
        return fd;
    int rc = await pirn_write_all(fd, request, strlen(request), NULL);
    while (rc == 0 && (n = await pirn_recv(fd, answer + have,
                                           sizeof answer - 1 - have, 0)) > 0)
        have += (size_t)n;
    (void)await pirn_close(fd);
    answer[have] = '\0';
    if (rc < 0 || n < 0)
        return rc < 0 ? rc : (int)n;
    if (have == 0)
        return -ECONNRESET; /* it has had to give up */
    if (strncmp(answer, status, strlen(status)) == 0)
        return 0;
    /* What fails below is the server's fault, and said so. */
    return strncmp(answer, "HTTP/1.1 5", 10) == 0 ? -EIO : 1;
}

static async int ask_all(int listener)
{
    int port = pirn_tcp_port(listener);
    if (port < 0)
        return port;
    scope (s) {
        spawn pirn_serve(listener, serve, NULL);
        task(int) good = spawn ask(port,
                                   "GET /index.html HTTP/1.1\r\nHost: h\r\n"
                                   "Connection: close\r\n\r\n",
                                   "HTTP/1.1 200 ");
        task(int) bad = spawn ask(port, "GET HTTP\r\n\r\n", "HTTP/1.1 400 ");
        scope (clients, .timeout = 100 * PIRN_S) {
            int first = 0, second = 0;
            int rc = await pirn_join(good, &first);
            if (rc == 0)
                rc = await pirn_join(bad, &second);
            return rc ? rc : first ? first : second;
        } else {
            return -ETIMEDOUT; /* nobody serves any more */
        }
    }
}

static async int web(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return listener;
    int rc = await ask_all(listener), closed = await pirn_close(listener);
    return rc < 0 ? rc : rc > 0 ? rc : closed;
}

/* What is not sent with its head: of a file, by sendfile. Behind it the server
 * is told to stop, and answers another client before it does. */
static async int ask_parts(int listener)
{
    static struct pirn_serve_options options = {.drain = 50 * PIRN_S};
    int port = pirn_tcp_port(listener), rc = port, late = port;
    server.stop = (struct pirn_event)PIRN_EVENT_INIT;
    options.stop = &server.stop;
    if (port < 0)
        return port;
    scope (s) {
        spawn pirn_serve(listener, serve, &options);
        scope (clients, .timeout = 100 * PIRN_S) {
            rc = await ask(port,
                           "GET /index.html HTTP/1.1\r\nHost: h\r\n"
                           "Range: bytes=0-2,4-\r\nConnection: close\r\n\r\n",
                           "HTTP/1.1 206 ");
            pirn_event_set(&server.stop);
            late = await ask(port, "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
                             "HTTP/1.1 200 ");
        } else {
            return -ETIMEDOUT;
        }
        pirn_event_set(&server.stop);
    }
    server.stop = (struct pirn_event)PIRN_EVENT_INIT;
    return rc ? rc : late > 0 ? late : 0; /* it may have come too late */
}

static async int parts(void)
{
    int listener = pirn_tcp_listen("127.0.0.1", 0);
    if (listener < 0)
        return listener;
    int rc = await ask_parts(listener), closed = await pirn_close(listener);
    return rc ? rc : closed;
}

static const struct scenario scenarios[] = {
    {"web", web, 200},
    // expect: web: ok
    {"parts", parts, 200},
    // expect: parts: ok
};

static char directory[] = "/tmp/pirn-www-XXXXXX";

int main(void)
{
    if (!mkdtemp(directory) || chdir(directory) < 0)
        return 1;
    FILE *file = fopen("index.html", "w");
    fputs("the index\n", file);
    fclose(file);
    server.root = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
    CHECK_ALL(scenarios);
    unlink("index.html");
    rmdir(directory);
    return 0;
}
