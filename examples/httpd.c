/* A web server for the files below a directory: HTTP/1.1 with keep-alive.
 *
 *     pirn run examples/httpd.c [-p PORT] [-c CLIENTS] [-t SECONDS] [DIRECTORY]
 *
 * Every client has a coroutine, serve(), that reads like a program for one
 * client alone: receive a request, answer it, again. Whoever is slow, silent
 * or gone holds up nobody but himself, and not for ever: each wait stands in a
 * scope with a time limit. A client that is idle has no buffer. Clients may
 * send no more than fits into HEAD_MAX; there are no more than CLIENTS of them
 * at a time, the others queue up in the kernel. Symbolic links are not followed
 * and nothing above DIRECTORY is ever named. SIGINT and SIGTERM end it: no new
 * clients, and a little time for the ones that are being served. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "http.h"
#include <pirn.h>

enum {
    HEAD_MAX = 8192,    /* request line and header fields */
    SLICE = 256 * 1024, /* sent of a file before others have their turn */
    GONE = -1,          /* where a status stands: the client cannot hear us */
};

/* What clients have when the server stops, and a client that is thrown out to
 * read why. */
#define LAST_WORDS (2 * PIRN_S)

/* For so long a client that was answered keeps its buffer. */
#define BUSY (10 * PIRN_MS)

static struct {
    int root; /* the directory */
    struct pirn_serve_options options;
    int64_t patience; /* how long a client may be idle, may take to send a
                         head, may read nothing of what we send */
} server = {.options = {.limit = 10000, .drain = LAST_WORDS},
            .patience = 15 * PIRN_S};

struct answer {
    int status;
    int file;   /* -1: the body is a line of text */
    off_t size; /* these are valid if there is a file */
    time_t modified;
    const char *type;
};

/* ---- Files */

static int status_of(int error)
{
    if (error == ENOENT || error == ENOTDIR)
        return 404;
    if (error == EACCES || error == EPERM || error == ELOOP)
        return 403;
    if (error == EMFILE || error == ENFILE || error == ENOMEM)
        return 503;
    return error == ENAMETOOLONG ? 414 : 500;
}

/* Opens the file at path, name by name, so that none of them can be a way out:
 * neither ".." nor a symbolic link. Returns it, or -errno. */
static int open_below(int root, char *path)
{
    int directory = root;
    for (;;) {
        char *slash = strchr(path, '/');
        int flags = slash ? O_PATH | O_DIRECTORY : O_RDONLY | O_NONBLOCK, fd;
        if (slash)
            *slash = '\0';
        fd = strcmp(path, "..") == 0
                 ? -EACCES
                 : openat(directory, *path ? path : ".",
                          flags | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);
        if (fd == -1)
            fd = -errno;
        if (directory != root)
            (void)close(directory);
        if (fd < 0 || !slash)
            return fd;
        directory = fd;
        path = slash + 1;
    }
}

/* Opens what r asks for, into *a. Returns the status. */
static int find_file(struct request *r, struct answer *a)
{
    struct stat st;
    char date[32];
    a->type = type_of(r->path);
    a->file = open_below(server.root, r->path);
    if (a->file < 0)
        return status_of(-a->file);
    if (fstat(a->file, &st) < 0)
        return 500;
    if (S_ISDIR(st.st_mode))
        return 301;
    if (!S_ISREG(st.st_mode))
        return 403;
    a->size = st.st_size;
    a->modified = st.st_mtime;
    http_date(date, st.st_mtime);
    return r->since && strcmp(r->since, date) == 0 ? 304 : 200;
}

/* ---- Answers */

struct text {
    size_t length;
    char data[TARGET_MAX + 512];
};

__attribute__((format(printf, 2, 3))) static void add(struct text *text,
                                                      const char *format, ...)
{
    size_t room = sizeof(text->data) - text->length;
    va_list arguments;
    va_start(arguments, format);
    text->length +=
        (size_t)vsnprintf(text->data + text->length, room, format, arguments);
    va_end(arguments);
}

/* The head of the answer, and its body if that is not a file. */
static void compose(struct text *text, const struct request *r,
                    const struct answer *a)
{
    char date[32];
    http_date(date, time(NULL));
    add(text, "HTTP/1.1 %d %s\r\nDate: %s\r\nConnection: %s\r\n", a->status,
        reason(a->status), date, r->keep_alive ? "keep-alive" : "close");
    if (a->status == 301)
        add(text, "Location: %.*s/\r\n", (int)strcspn(r->target, "?"),
            r->target);
    if (a->status == 405)
        add(text, "Allow: GET, HEAD\r\n");
    if (a->status == 503)
        add(text, "Retry-After: 1\r\n");
    if (a->status == 200 || a->status == 304) {
        http_date(date, a->modified);
        add(text, "Last-Modified: %s\r\n", date);
    }
    if (a->status == 304)
        add(text, "\r\n");
    else if (a->status == 200)
        add(text, "Content-Type: %s\r\nContent-Length: %lld\r\n\r\n", a->type,
            (long long)a->size);
    else
        add(text, "Content-Type: text/plain\r\nContent-Length: %zu\r\n\r\n%s%s",
            strlen(reason(a->status)) + 1, r->is_head ? "" : reason(a->status),
            r->is_head ? "" : "\n");
}

/* Returns true if all of it was sent. */
static async bool send_text(int fd, const struct text *text, int flags)
{
    size_t done = 0;
    scope (sending, .timeout = server.patience) {
        while (done < text->length) {
            ssize_t n = await pirn_send(fd, text->data + done,
                                        text->length - done, flags);
            if (n < 0)
                return false;
            done += (size_t)n;
        }
    }
    return true;
}

/* Returns true if size bytes of the file were sent. */
static async bool send_file(int fd, int file, off_t size)
{
    off_t done = 0;
    while (done < size) {
        off_t left = size - done;
        ssize_t n = sendfile(fd, file, &done, left < SLICE ? left : SLICE);
        int rc = n > 0 ? 0 : n == 0 ? -EIO /* has shrunk */ : -errno;
        if (rc == -EAGAIN) {
            scope (stalled, .timeout = server.patience) {
                rc = await pirn_poll(fd, POLLOUT);
            }
        } else if (n == SLICE) {
            rc = await pirn_yield_now();
        }
        if (rc < 0 && rc != -EINTR)
            return false;
    }
    return true;
}

/* Answers a request, or refuses it with status. Returns true if the client
 * may send another. */
static async bool respond(int fd, struct request *r, int status)
{
    struct answer a = {.file = -1, .status = status};
    struct text text = {.length = 0};
    bool sent, has_body;
    if (status == 0)
        a.status = find_file(r, &a);
    else
        r->keep_alive = false; /* who knows where its next one begins */
    compose(&text, r, &a);
    has_body = a.status == 200 && !r->is_head && a.size > 0;
    sent = await send_text(fd, &text, has_body ? MSG_MORE : 0);
    if (sent && has_body)
        sent = await send_file(fd, a.file, a.size);
    if (a.file >= 0)
        await pirn_close(a.file);
    return sent && r->keep_alive;
}

/* ---- Clients */

/* Reads a head, and passes over empty lines before it: RFC 9112, 2.2. Returns
 * 0 and *head with its length, or a status. */
static async int receive_head(struct pirn_reader *in, char **head,
                              size_t *length)
{
    ssize_t n = 0;
    scope (slow, .timeout = server.patience) {
        while ((n = await pirn_peek(in, head, 2)) >= 2 &&
               memcmp(*head, "\r\n", 2) == 0)
            (void)pirn_skip(in, 2);
        if (n >= 2)
            n = await pirn_read_until(in, "\r\n\r\n", head);
        if (n == -EMSGSIZE) {
            n = await pirn_peek(in, head, 0);
            return memchr(*head, '\n', (size_t)n) ? 431 : 414;
        }
    } else {
        return 408;
    }
    *length = n > 0 ? (size_t)n : 0;
    return n > 3 ? 0 : GONE;
}

/* Lets a client read why it is thrown out: closing while it still sends would
 * reset the connection, and take the answer away. */
static async void part(int fd)
{
    char rest[1024];
    scope (parting, .timeout = LAST_WORDS) {
        if (shutdown(fd, SHUT_WR) == 0)
            while (await pirn_recv(fd, rest, sizeof(rest), 0) > 0)
                continue;
    }
}

/* Returns true if there is another request, or the end, without a long wait. */
static async bool is_next_soon(struct pirn_reader *in)
{
    char *head;
    scope (soon, .timeout = BUSY) {
        return await pirn_peek(in, &head, 1) != -ECANCELED;
    }
    return false;
}

/* Answers the request that is coming, and those that follow soon. Returns true
 * if the client may send more. */
static async bool answer_all(int fd)
{
    char buffer[HEAD_MAX + 1], *head;
    struct pirn_descriptor client = pirn_descriptor(fd);
    struct pirn_reader in;
    int status;
    bool again;
    pirn_reader_init(&in, &client.stream, buffer, sizeof buffer);
    do {
        struct request r = {.keep_alive = false};
        size_t length;
        status = await receive_head(&in, &head, &length);
        if (status == GONE)
            return false;
        if (status == 0)
            status = read_request(head, length, &r);
        again = await respond(fd, &r, status);
    } while (again && await is_next_soon(&in));
    if (status > 0)
        await part(fd);
    return again;
}

static async void serve(int fd, void *arg)
{
    bool again = true;
    (void)arg;
    while (again) {
        again = false;
        scope (idle, .timeout = server.patience) {
            again = await pirn_poll(fd, POLLIN) > 0;
        }
        if (again)
            again = await answer_all(fd);
    }
}

static async void stop_at_signal(struct pirn_event *stop)
{
    struct signalfd_siginfo info;
    sigset_t set;
    int fd;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &set, NULL);
    fd = signalfd(-1, &set, SFD_CLOEXEC);
    await pirn_read(fd, &info, sizeof(info));
    await pirn_close(fd);
    pirn_event_set(stop);
}

/* As many descriptors as the system lets us have. */
static void allow_many_files(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit);
    }
}

/* Returns the port asked for, or -1. */
static int read_arguments(int argc, char **argv)
{
    int port = 8080;
    for (int option; (option = getopt(argc, argv, "p:c:t:")) != -1;) {
        if (option == 'p')
            port = atoi(optarg);
        else if (option == 'c')
            server.options.limit = (size_t)atoi(optarg);
        else if (option == 't')
            server.patience = (int64_t)(atof(optarg) * (double)PIRN_S);
        else
            return -1;
    }
    server.root = open(optind < argc ? argv[optind] : ".",
                       O_PATH | O_DIRECTORY | O_CLOEXEC);
    return server.root < 0 || optind + 1 < argc ? -1 : port;
}

async int main(int argc, char **argv)
{
    struct pirn_event stop = PIRN_EVENT_INIT;
    int port = read_arguments(argc, argv), listener;
    if (port < 0) {
        fprintf(stderr, "usage: httpd [-p port] [-c clients] [-t seconds] "
                        "[directory]\n");
        return 2;
    }
    allow_many_files();
    (void)signal(SIGPIPE, SIG_IGN); /* sendfile raises it */
    listener = pirn_tcp_listen("127.0.0.1", port);
    if (listener < 0) {
        fprintf(stderr, "httpd: port %d: %s\n", port, strerror(-listener));
        return 1;
    }
    printf("listening on 127.0.0.1:%d\n", pirn_tcp_port(listener));
    (void)fflush(stdout);
    server.options.stop = &stop;
    scope (s) {
        spawn stop_at_signal(&stop);
        await pirn_serve(listener, serve, &server.options);
        pirn_scope_cancel(s);
    }
    await pirn_close(listener);
    return 0;
}
