/* A web server for the files below a directory: HTTP/1.1 with keep-alive.
 *
 *     pirn run examples/httpd.c [-p PORT] [-c CLIENTS] [-t SECONDS] [DIRECTORY]
 *
 * Every client has a coroutine, serve(), that reads like a program for one
 * client alone: receive a request, answer it, again. Whoever is slow, silent
 * or gone holds up nobody but himself, and not for ever: each wait stands in a
 * scope with a time limit. Clients may send no more than fits into HEAD_MAX;
 * there are no more than CLIENTS of them at a time, the others queue up in the
 * kernel. Symbolic links are not followed and nothing above DIRECTORY is ever
 * named. SIGINT and SIGTERM end it: no new clients, and a little time for the
 * ones that are being served. */
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

#define SHORTAGE_PAUSE (20 * PIRN_MS)
/* What clients have when the server stops, and a client that is thrown out to
 * read why. */
#define LAST_WORDS (2 * PIRN_S)

static struct {
    int root; /* the directory */
    int clients, most;
    int64_t patience; /* how long a client may be idle, may take to send a
                         head, may read nothing of what we send */
} server = {.most = 10000, .patience = 15 * PIRN_S};

struct client {
    int fd;
    size_t have; /* bytes in `in`; the next request may be among them */
    char in[HEAD_MAX];
};

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

/* Receives more of a head. Returns 0, or a status. */
static async int receive(struct client *c)
{
    ssize_t n;
    if (c->have == HEAD_MAX)
        return memchr(c->in, '\n', HEAD_MAX) ? 431 : 414;
    n = await pirn_recv(c->fd, c->in + c->have, HEAD_MAX - c->have, 0);
    if (n <= 0)
        return GONE;
    c->have += (size_t)n;
    return 0;
}

static void drop(struct client *c, size_t n)
{
    c->have -= n;
    memmove(c->in, c->in + n, c->have);
}

/* The length of the head that has come, or 0 if there is more to come. RFC
 * 9112, 2.2: empty lines before it do not count. */
static size_t head_length(struct client *c)
{
    char *end;
    while (c->have >= 2 && memcmp(c->in, "\r\n", 2) == 0)
        drop(c, 2);
    end = memmem(c->in, c->have, "\r\n\r\n", 4);
    return end ? (size_t)(end + 4 - c->in) : 0;
}

/* Returns 0 and the length of a head, or a status. */
static async int receive_head(struct client *c, size_t *length)
{
    int status = 0;
    if (c->have == 0) {
        scope (idle, .timeout = server.patience) {
            status = await receive(c);
        }
    }
    scope (slow, .timeout = server.patience) {
        while (status == 0 && !(*length = head_length(c)))
            status = await receive(c);
    } else {
        status = 408;
    }
    return status;
}

/* Lets a client read why it is thrown out: closing while it still sends would
 * reset the connection, and take the answer away. */
static async void part(struct client *c)
{
    scope (parting, .timeout = LAST_WORDS) {
        if (shutdown(c->fd, SHUT_WR) == 0)
            while (await pirn_recv(c->fd, c->in, sizeof(c->in), 0) > 0)
                continue;
    }
}

static async void serve(int fd)
{
    struct client c = {.fd = fd, .have = 0};
    int status = 0;
    bool again = true;
    while (again) {
        struct request r = {.keep_alive = false};
        size_t length = 0;
        status = await receive_head(&c, &length);
        if (status == GONE)
            break;
        if (status == 0)
            status = read_request(c.in, length, &r);
        again = await respond(fd, &r, status);
        drop(&c, length);
    }
    if (status > 0)
        await part(&c);
    await pirn_close(fd);
    server.clients--;
}

/* Returns the next client, or -errno if there is none ever. */
static async int accept_client(int listener)
{
    for (;;) {
        int fd = server.clients < server.most
                     ? await pirn_accept(listener, NULL, NULL)
                     : -EMFILE;
        server.clients += fd >= 0;
        if (fd != -EMFILE && fd != -ENFILE && fd != -ENOBUFS && fd != -ENOMEM)
            return fd;
        /* Those who are being served will make room. */
        if (await pirn_sleep(SHORTAGE_PAUSE) < 0)
            return -ECANCELED;
    }
}

static async void close_at_signal(int listener)
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
    await pirn_close(listener);
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
            server.most = atoi(optarg);
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
    int port = read_arguments(argc, argv), listener, fd;
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
    scope (clients) {
        spawn close_at_signal(listener);
        while ((fd = await accept_client(listener)) >= 0)
            spawn serve(fd);
        pirn_scope_set_deadline(clients, pirn_now() + LAST_WORDS);
    }
    return 0;
}
